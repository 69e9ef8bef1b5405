import { channelKindOf } from '@mobilise/contracts/channels';
import { sayFailure } from '@mobilise/contracts/failure-words';
import { mayDecide, type PostChange } from '@mobilise/contracts/post-changes';
import { sayInstant } from '@mobilise/contracts/time';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useCan, useWorkspace } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import { AnchorButton } from '../../ui/link-button.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { useDecide } from './change-queries.ts';
import { markOf, sayChange } from './change-words.ts';

/** One change of what is out: how it stands, what the platform said, and what somebody can do about it. */
export function ChangeRow({ change, isNamed = false }: { change: PostChange; isNamed?: boolean }) {
  const { slug, zone } = useWorkspace();
  const { state, kind, attempts, message, advice, by, createdAt, reason, reply, postId, title } = change;
  const isSettled = state === 'done' || state === 'dropped';
  return (
    <div className="flex gap-2.5">
      <StateIcon state={markOf(change)} className="mt-1" />
      <div className="flex min-w-0 grow flex-col gap-1.5">
        <div className="flex flex-col gap-0.5 wrap-anywhere">
          {isNamed && (
            <Link
              to={`/w/${slug}/posts/${postId}` as string}
              className="self-start font-medium text-ink hover:underline"
            >
              {title}
            </Link>
          )}
          <p className={isNamed ? '' : 'font-medium'}>
            {sayChange(change)}{' '}
            {reply && (
              <Link to={`/w/${slug}/posts/${reply.id}` as string} className="text-link">
                See the reply
              </Link>
            )}
          </p>
          {message && !isSettled && <p>{attempts > 0 ? sayFailure(message) : message}</p>}
          {advice && !isSettled && <p>{advice}</p>}
          {reply?.failure && reply.state !== 'published' && <p>{sayFailure(reply.failure)}</p>}
          <p className="figures text-small text-ink-soft">
            {kind === 'leave' ? 'Decided' : 'Asked for'} by {by}, {sayInstant(createdAt, zone)}
            {reason && `: ${reason}`}
          </p>
        </div>
        <Decisions change={change} />
      </div>
    </div>
  );
}

function Decisions({ change }: { change: PostChange }) {
  const maySchedule = useCan('posts.schedule');
  const { mutate, isPending, variables, error } = useDecide(change);
  const { state, kind, remoteUrl, channelKind, channelName, title } = change;
  const pressed = (decision: typeof variables) => ({
    isPending: isPending && variables === decision,
    onPress: () => mutate(decision ?? 'drop'),
  });
  if (!maySchedule || !mayDecide(state, 'drop')) return null;
  const [canRepeat, canSay] = [mayDecide(state, 'again'), mayDecide(state, 'done')];
  // What we cannot do there is nothing to try again.
  const isByHand = kind === 'remove' && !channelKindOf(channelKind).after.remove;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {canRepeat && !isByHand && (
          <Button size="small" look={state === 'held' ? 'plain' : 'primary'} {...pressed('again')}>
            {state === 'held' ? 'Do it now' : 'Try again'}
            <span className="sr-only">: {title}</span>
          </Button>
        )}
        {canSay && remoteUrl && (
          <AnchorButton size="small" href={remoteUrl} target="_blank" rel="noopener" icon={ExternalLink}>
            Open it on {channelName}
          </AnchorButton>
        )}
        {canSay && (
          <Button size="small" look={isByHand ? 'primary' : 'plain'} {...pressed('done')}>
            {kind === 'remove' ? 'I have deleted it' : 'I have changed it'}
            <span className="sr-only">: {title}</span>
          </Button>
        )}
        <Button size="small" look="quiet" {...pressed('drop')}>
          Drop it<span className="sr-only">: {title}</span>
        </Button>
      </div>
      <FormProblem error={error} />
    </div>
  );
}
