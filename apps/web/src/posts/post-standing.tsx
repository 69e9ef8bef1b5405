import { sayFailure } from '@mobilise/contracts/failure-words';
import { allows } from '@mobilise/contracts/post-states';
import type { Post } from '@mobilise/contracts/posts';
import { ListEnd, RotateCw, Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { EndedList } from '../media/ended-list.tsx';
import type { Ask } from '../scheduling/asking.ts';
import { needsTime } from '../scheduling/needs-time.ts';
import { useCommands } from '../scheduling/use-commands.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { askWhom } from '../ui/no-permission.tsx';
import { lookOf, StateIcon, stateTones } from '../ui/state-icon.tsx';
import { adviceFor, isStuck, sayEdited, sayPlan, sayState, sayWayOut } from './post-words.ts';
import { ResolveForm } from './resolve-form.tsx';

const grounds = {
  wait: 'bg-wait-soft',
  wrong: 'bg-wrong-soft',
  done: 'bg-done-soft',
  going: 'bg-going-soft',
  plain: 'bg-sunk',
  accent: 'bg-accent-soft',
};

/** How a post stands, in words, and what a person can do about it. */
export function PostStanding({ post, ask }: { post: Post; ask: (ask: Ask) => void }) {
  const { state, failure } = post;
  const look = lookOf(post);
  const maySchedule = useCan('posts.schedule');
  const advice = adviceFor(post);
  const edited = sayEdited(post);
  const plan = sayPlan(post);
  return (
    <section aria-label="How it stands" className={cx('flex gap-3 rounded-base px-4 py-3', grounds[stateTones[look]])}>
      <StateIcon state={look} className="mt-1 size-5" />
      <div className="flex min-w-0 grow flex-col gap-2.5">
        <div className="flex flex-col gap-0.5">
          <p className="text-lead font-medium">{sayState(post)}</p>
          {failure && (state === 'failed' || state === 'held' || state === 'needs_person') && (
            <p className="wrap-anywhere">{sayFailure(failure)}</p>
          )}
          {advice && <p>{advice}</p>}
          {edited && <p className="figures text-small text-ink-soft">{edited}</p>}
          {plan && <p className="figures text-small text-ink-soft">{plan}</p>}
        </div>
        {post.ended.length > 0 && <WhatHasEnded post={post} />}
        {maySchedule ? (
          <WhatToDo post={post} ask={ask} />
        ) : (
          state !== 'published' &&
          state !== 'removed' &&
          state !== 'cancelled' && (
            <p className="text-small text-ink-soft">
              To send or move it: {askWhom('posts.schedule').replace(/^A/, 'a')}
            </p>
          )
        )}
      </div>
    </section>
  );
}

/** What it carries that may not be used at its time, and what helps. */
function WhatHasEnded({ post }: { post: Post }) {
  const { slug } = useWorkspace();
  return (
    <div className="flex flex-col items-start gap-2.5">
      <EndedList ended={post.ended} />
      <p>{sayWayOut(post)}</p>
      <LinkButton to={`/w/${slug}/items/${post.itemId}` as string} look="primary">
        Open the item
      </LinkButton>
    </div>
  );
}

function WhatToDo({ post, ask }: { post: Post; ask: (ask: Ask) => void }): ReactNode {
  const { slug } = useWorkspace();
  const run = useCommands();
  const { state, holdReason, files } = post;
  if (state === 'needs_person') return <ResolveForm post={post} />;
  if (!allows(state, 'schedule')) return null;
  // What may not be used any more is said above, with what helps.
  if (isStuck(post)) return null;
  const isTimeLacking = state === 'draft' || holdReason === 'late' || holdReason === 'moved' || files === 'late';
  const reschedule = (
    <Button look={isTimeLacking ? 'primary' : 'plain'} onPress={() => ask({ what: 'schedule', cards: [post] })}>
      {post.wallTime ? 'Reschedule…' : 'Schedule…'}
    </Button>
  );
  return (
    <div className="flex flex-wrap gap-2">
      {state === 'held' && holdReason === 'approval' && (
        <LinkButton to={`/w/${slug}/items/${post.itemId}` as string} look="primary">
          Read and approve the item
        </LinkButton>
      )}
      {files && (
        <LinkButton to={`/w/${slug}/items/${post.itemId}` as string} look={isTimeLacking ? 'plain' : 'primary'}>
          See its files
        </LinkButton>
      )}
      {holdReason === 'switch' && <LinkButton to={`/w/${slug}/held` as string}>See all that is held</LinkButton>}
      {state === 'held' && holdReason === 'channel' && (
        <LinkButton to={`/w/${slug}/channels/${post.channelId}` as string} look="primary">
          Look at the channel
        </LinkButton>
      )}
      {state === 'failed' && (
        <Button look="primary" icon={RotateCw} onPress={() => void run('retry', [post])}>
          Send again now
        </Button>
      )}
      {reschedule}
      {needsTime(post) && (
        <Button icon={ListEnd} onPress={() => ask({ what: 'queue', cards: [post] })}>
          Add to the queue…
        </Button>
      )}
      {post.queued && (state === 'scheduled' || state === 'held') && (
        <LinkButton to={`/w/${slug}/channels/${post.channelId}/queue` as string}>See the queue</LinkButton>
      )}
      {state === 'failed' && (
        <LinkButton to={`/w/${slug}/channels/${post.channelId}` as string}>Look at the channel</LinkButton>
      )}
      {state !== 'failed' && (
        <Button icon={Send} onPress={() => ask({ what: 'publish', cards: [post] })}>
          Publish now…
        </Button>
      )}
    </div>
  );
}
