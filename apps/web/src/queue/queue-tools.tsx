import type { Channel } from '@mobilise/contracts/channels';
import type { Queue } from '@mobilise/contracts/queue';
import { CircleAlert, ListStart } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { countPosts } from '../scheduling/own-words.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import type { Place } from './places.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { closeGaps, fitAgain } from './planning.ts';

/** What the queue as a whole needs, or offers: posts that fit no slot any more, gaps, posts that missed their times. */
export function QueueTools({ channel, queue, places }: { channel: Channel; queue: Queue; places: readonly Place[] }) {
  const { slug } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  const [asked, setAsked] = useState<'fit' | 'gaps' | null>(null);
  const fit = fitAgain(places);
  const unfit = fit.changes.length + fit.left.length;
  const gaps = closeGaps(places);
  return (
    <>
      {queue.missed > 0 && (
        <Note
          action={
            <LinkButton to={`/w/${slug}/held` as string} size="small">
              See held posts
            </LinkButton>
          }
        >
          {countPosts(queue.missed)} of this queue missed{' '}
          {queue.missed === 1 ? 'its time and waits' : 'their times and wait'} for somebody.
        </Note>
      )}
      {unfit > 0 && (
        <Note
          action={
            maySchedule &&
            queue.hasSlots && (
              <Button size="small" onPress={() => setAsked('fit')}>
                Fit {unfit === 1 ? 'it' : 'them'} into slots…
              </Button>
            )
          }
        >
          {countPosts(unfit)} of this queue {unfit === 1 ? 'is' : 'are'} in no slot: the slots were changed. Nothing
          moves by itself, and {unfit === 1 ? 'it goes out at its' : 'they go out at their'} present{' '}
          {unfit === 1 ? 'time' : 'times'}.
        </Note>
      )}
      {maySchedule && gaps.length > 0 && (
        <div>
          <Button icon={ListStart} onPress={() => setAsked('gaps')}>
            Close the gaps…
          </Button>
        </div>
      )}
      {asked && (
        <PlanDialog
          channelId={channel.id}
          {...(asked === 'fit'
            ? { title: 'Fit posts into slots', planned: fit, say: (count) => `${countPosts(count)} moved into slots.` }
            : {
                title: 'Close the gaps',
                planned: { changes: gaps, left: [] },
                say: (count) => `${countPosts(count)} moved up.`,
              })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function Note({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-base border border-wait bg-wait-soft px-3 py-2.5">
      <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wait" />
      <p className="min-w-0 grow basis-64">{children}</p>
      {action}
    </div>
  );
}
