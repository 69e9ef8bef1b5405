import type { Limits } from '@mobilise/contracts/channel-kinds/kind';
import { type Channel, type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import { sayInstant } from '@mobilise/contracts/time';
import type { z } from 'zod';

/** A channel’s state as a label for its badge and a sentence for its page. */
export const channelStateWords: Record<Channel['state'], { label: string; sentence: string }> = {
  ready: { label: 'Ready', sentence: 'Scheduled posts go out at their times.' },
  needs_reconnect: {
    label: 'Needs reconnecting',
    sentence: 'Nothing goes out here until an owner reconnects it. Its posts wait and keep their times.',
  },
  failing: {
    label: 'Not answering',
    sentence:
      'It did not take several posts in a row. Its posts wait while we ask now and then; nothing needs to be done here.',
  },
  paused: {
    label: 'Paused',
    sentence: 'Nothing goes out here until an owner resumes it. Its posts wait and keep their times.',
  },
};

/** Days ahead of the end of a sign-in at which its owner is told: a fortnight has room for a holiday. */
const warnDays = 14;

/** When somebody has to sign in at the platform again; null while there is time, or when it is too late and the state says so. */
export function sayReconnectBy(
  { reconnectBy, state, kind }: Pick<Channel, 'reconnectBy' | 'state' | 'kind'>,
  zone: string,
  now: Date,
): string | null {
  if (reconnectBy === null || state === 'needs_reconnect') return null;
  if (Date.parse(reconnectBy) - now.getTime() > warnDays * 86_400_000) return null;
  const { label } = channelKindOf(kind);
  return `Sign in at ${label} again by ${sayInstant(reconnectBy, zone, now)}. After that nothing goes out here.`;
}

/** `1 post`, `3 posts` */
export function sayPosts(count: number): string {
  return count === 1 ? '1 post' : `${count.toLocaleString('en-GB')} posts`;
}

/** What pausing does to the posts that are scheduled on a channel, before it is done. */
export function sayPausing({ scheduled, kind }: Pick<Channel, 'scheduled' | 'kind'>): string {
  const fate =
    scheduled === 0
      ? 'Nothing is scheduled here. What is scheduled later will wait.'
      : `${sayPosts(scheduled)} ${scheduled === 1 ? 'is' : 'are'} scheduled here. ${scheduled === 1 ? 'It is' : 'They are'} held and keep${scheduled === 1 ? 's its time' : ' their times'}.`;
  return `${fate} When you resume, what is not more than ${sayGrace(kind)} late is scheduled again; the rest stays held until somebody decides.`;
}

/** What resuming or reconnecting does to the posts that wait. */
export function sayReleasing(waiting: number, kind: ChannelKindName): string {
  if (waiting === 0) return 'No post waits for it.';
  const [waits, it] = waiting === 1 ? ['waits', 'It is'] : ['wait', 'They are'];
  return `${sayPosts(waiting)} ${waits} for it. ${it} scheduled again, unless more than ${sayGrace(kind)} late: then somebody decides.`;
}

/** How late a post of a kind of channel may be: `15 minutes`, `6 hours`. */
export function sayGrace(kind: ChannelKindName): string {
  const minutes = channelKindOf(kind).grace / 60;
  if (minutes < 60 || minutes % 60 !== 0) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
}

/** What a kind of channel takes, as terms and what they allow. */
export function sayLimits({ text, images }: Limits): [term: string, allows: string][] {
  const count = (value: number) => value.toLocaleString('en-GB');
  const words: [string, string][] = [
    [
      'Text',
      text
        ? [
            `${count(text.max)} characters`,
            text.withImages && `${count(text.withImages)} below images`,
            text.bytes && `${count(text.bytes)} bytes`,
          ]
            .filter(Boolean)
            .join(', ')
        : 'As long as you like',
    ],
  ];
  if (!images) return [...words, ['Images', text ? 'None' : 'As many as you like']];
  const { max, bytes, altGraphemes } = images;
  return [
    ...words,
    ['Images', `${count(max)} a post, ${Math.floor(bytes / 1e5) / 10} MB each`],
    ['Alt text', altGraphemes ? `${count(altGraphemes)} characters an image` : 'Not taken'],
  ];
}

/** What was typed, as the contract wants it; Problem `invalid_request` names the fields that do not fit, as the server would. */
export function parsedOrProblem<T extends z.ZodType>(schema: T, typed: unknown): z.output<T> {
  const parsed = schema.safeParse(typed);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ field: ['body', ...path].join('.'), message }));
  throw new Problem('invalid_request', fields[0]?.message ?? 'Something here does not fit.', { fields });
}

/** An address as a person types it: `bsky.social` means `https://bsky.social`. */
export function withScheme(typed: string): string {
  const trimmed = typed.trim();
  return trimmed === '' || /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
}

/** Where newsroom sites of this installation stand, ending in a slash: as the server says, else as this page is reached. */
export function newsroomBase(channels: readonly Pick<Channel, 'kind' | 'address'>[], origin: string): string {
  const known = channels.find(({ kind }) => kind === 'newsroom')?.address;
  return known ? known.slice(0, known.lastIndexOf('/') + 1) : `${origin}/news/`;
}
