import { channelKindOf } from '@mobilise/contracts/channels';
import type { Publishing } from '@mobilise/contracts/publishing';
import { Link } from '@tanstack/react-router';
import { ChannelStateBadge } from '../channels/channel-state-badge.tsx';
import { LastError } from '../channels/last-error.tsx';
import { countPosts } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { Section } from '../ui/page-frame.tsx';
import { sayFrom } from './durations.ts';
import { restWords } from './why.ts';

/** Each channel: whether it takes posts now, until when it rests and why, and what it said last when it did not. */
export function ChannelsSection({ channels, now }: Pick<Publishing, 'channels' | 'now'>) {
  const { slug } = useWorkspace();
  return (
    <Section title="Channels">
      {channels.length === 0 ? (
        <p className="text-ink-soft">No channel is connected, so nothing can go out.</p>
      ) : (
        <ul aria-label="Channels" className="border-t border-line">
          {channels.map((channel) => (
            <li key={channel.id} className="flex flex-col gap-1.5 border-b border-line py-2.5">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <ChannelMark kind={channel.kind} isNamed />
                <Link
                  to={`/w/${slug}/channels/${channel.id}` as string}
                  className="font-medium text-ink hover:underline"
                >
                  {channel.name}
                </Link>
                <ChannelStateBadge state={channel.state} />
                <span className="figures text-small text-ink-soft">{sayWaiting(channel)}</span>
              </div>
              {channel.rest && (
                <p className="figures">
                  {channelKindOf(channel.kind).label} {restWords[channel.rest.why]}.{' '}
                  {channel.rest.why === 'circuit' ? 'It is asked again' : 'It goes on'}{' '}
                  {sayFrom(now, channel.rest.until)}.
                </p>
              )}
              {channel.lastError && isRecent(channel, now) && <LastError error={channel.lastError} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

type Channel = Publishing['channels'][number];

/** Milliseconds for which an error is still told after it went well again. */
const recent = 24 * 3_600_000;

function isRecent({ lastError, lastSuccessAt, state }: Channel, now: string): boolean {
  if (!lastError) return false;
  return state !== 'ready' || !lastSuccessAt || Date.parse(now) - Date.parse(lastError.at) < recent;
}

function sayWaiting({ scheduled, held, failures }: Channel): string {
  return [
    scheduled > 0 && `${countPosts(scheduled)} scheduled`,
    held > 0 && `${countPosts(held)} held`,
    failures > 0 && `${failures === 1 ? '1 send' : `${failures} sends`} in a row not taken`,
  ]
    .filter(Boolean)
    .join(', ');
}
