import { type Channel, checkChannel } from '@mobilise/contracts/channels';
import type { PostCard } from '@mobilise/contracts/posts';
import { isSignInKind } from '@mobilise/contracts/sign-in-kinds';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, PlugZap } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/page-frame.tsx';
import { showNotice } from '../ui/toast.tsx';
import { showChange, waitingFor } from './channel-queries.ts';
import { channelStateWords, sayPosts, sayReleasing } from './channel-words.ts';
import { LastError } from './last-error.tsx';
import { ReconnectBy } from './reconnect-by.tsx';
import { ReconnectForm } from './reconnect-form.tsx';
import { SignInPanel } from './sign-in-panel.tsx';

/** Whether posts arrive there: what happened last, checking it now, and mending it. */
export function Health({ channel, posts }: { channel: Channel; posts: readonly PostCard[] | undefined }) {
  const { id: workspaceId, zone, sample } = useWorkspace();
  const mayManage = useCan('channels.manage');
  const client = useQueryClient();
  const needsReconnect = channel.state === 'needs_reconnect';
  const [isAsked, setAsked] = useState(false);
  const hasCredentials = channel.kind !== 'newsroom';
  const isSignedIn = isSignInKind(channel.kind);
  const mayReconnect = mayManage && hasCredentials && !sample;
  const isReconnecting = mayReconnect && (isAsked || needsReconnect);
  const waiting = posts ? waitingFor(posts) : 0;
  const check = useMutation({
    mutationFn: () => call(checkChannel, { params: { workspace: workspaceId, channel: channel.id } }),
    onSuccess: async (checked) => {
      showNotice(
        checked.lastError
          ? {
              text: `${checked.name} did not answer as it should: “${checked.lastError.message}” ${checked.lastError.advice}`,
              tone: 'wrong',
            }
          : { text: `The connection to ${checked.name} works.` },
      );
      await showChange(client, workspaceId, checked);
    },
  });
  return (
    <Section
      title="Health"
      description={channelStateWords[channel.state].sentence}
      action={
        mayManage && (
          <div className="flex flex-wrap gap-2">
            {mayReconnect && !isReconnecting && (
              <Button icon={KeyRound} onPress={() => setAsked(true)}>
                {isSignedIn ? 'Sign in again' : 'Replace the credentials'}
              </Button>
            )}
            <Button icon={PlugZap} onPress={() => check.mutate()} isPending={check.isPending}>
              Check the connection now
            </Button>
          </div>
        )
      }
    >
      <dl className="flex flex-wrap gap-x-10 gap-y-2">
        <div>
          <dt className="text-small text-ink-soft">Last success</dt>
          <dd className="figures">
            {channel.lastSuccessAt ? (
              <time dateTime={channel.lastSuccessAt}>{sayInstant(channel.lastSuccessAt, zone)}</time>
            ) : (
              'None yet'
            )}
          </dd>
        </div>
        <div>
          <dt className="text-small text-ink-soft">Scheduled</dt>
          <dd>{channel.scheduled === 0 ? 'No posts' : sayPosts(channel.scheduled)}</dd>
        </div>
        <div>
          <dt className="text-small text-ink-soft">Wait for it</dt>
          <dd>{posts ? (waiting === 0 ? 'No posts' : sayPosts(waiting)) : '…'}</dd>
        </div>
      </dl>
      <ReconnectBy channel={channel} />
      {channel.lastError ? <LastError error={channel.lastError} /> : <p className="text-ink-soft">No errors.</p>}
      {isReconnecting && (
        <section aria-labelledby="reconnect" className="flex flex-col gap-3 border-t border-line pt-4">
          <h3 id="reconnect" className="font-semibold">
            {needsReconnect ? 'Reconnect it' : isSignedIn ? 'Sign in again' : 'Replace the credentials'}
          </h3>
          {isSignInKind(channel.kind) ? (
            <>
              {needsReconnect && <p>{sayReleasing(waiting, channel.kind)}</p>}
              <SignInPanel kind={channel.kind} channel={channel} />
            </>
          ) : (
            <ReconnectForm channel={channel} waiting={waiting} onDone={() => setAsked(false)} />
          )}
          {!needsReconnect && (
            <Button look="quiet" onPress={() => setAsked(false)} className="self-start">
              Keep the present one
            </Button>
          )}
        </section>
      )}
    </Section>
  );
}
