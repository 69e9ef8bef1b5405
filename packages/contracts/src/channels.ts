import { z } from 'zod';
import { colour, id, instant, line, nothing, slug, text, version } from './fields.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** What a channel accepts. Dated data: where it was read and when; a platform that tells its limits is asked. */
export interface Limits {
  text: { graphemes: number; bytes: number } | null;
  images: { max: number; bytes: number; altGraphemes: number } | null;
  source: string;
  readOn: string;
}

/**
 * How safely a post can be sent again after an unknown outcome. A: the channel recognises the same post;
 * B: within a window; C: it can be looked up; D: in two phases; E: a person must look.
 */
export type SafetyClass = 'A' | 'B' | 'C' | 'D' | 'E';

export interface ChannelKind {
  label: string;
  safety: SafetyClass;
  limits: Limits;
  /** Seconds a post may be late before it is held instead. */
  grace: number;
  metrics: readonly string[];
  /** Whether a link is shown as a card below the text, instead of images. */
  linkCard: boolean;
}

export const channelKinds = {
  newsroom: {
    label: 'Newsroom site',
    safety: 'A',
    limits: { text: null, images: null, source: 'our own site', readOn: '2026-11-23' },
    grace: 6 * 3600,
    metrics: ['views', 'readers'],
    linkCard: false,
  },
  bluesky: {
    label: 'Bluesky',
    safety: 'A',
    limits: {
      text: { graphemes: 300, bytes: 3000 },
      images: { max: 4, bytes: 2_000_000, altGraphemes: 2000 },
      source: 'lexicons app.bsky.feed.post and app.bsky.embed.images',
      readOn: '2026-11-23',
    },
    grace: 15 * 60,
    metrics: ['likes', 'reposts', 'replies', 'quotes'],
    linkCard: true,
  },
} as const satisfies Record<string, ChannelKind>;

export type ChannelKindName = keyof typeof channelKinds;
export const channelKindNames = Object.keys(channelKinds) as [ChannelKindName, ...ChannelKindName[]];
export const channelKind = z.enum(channelKindNames);

/** The definition of a kind of channel. */
export function channelKindOf(name: ChannelKindName): ChannelKind {
  return channelKinds[name];
}

export const channelState = z.enum(['ready', 'needs_reconnect', 'paused']);

export const channel = z
  .object({
    id,
    kind: channelKind,
    name: z.string(),
    state: channelState,
    /** What the public sees of it: the site's address, the account's handle. Never a credential. */
    address: z.string(),
    config: z.record(z.string(), z.unknown()),
    lastSuccessAt: instant.nullable(),
    /** The platform's own words, when, and what to do about it. */
    lastError: z.object({ at: instant, message: z.string(), advice: z.string() }).nullable(),
    scheduled: z.number().int(),
    version: z.number(),
  })
  .meta({ id: 'Channel' });
export type Channel = z.infer<typeof channel>;

export const newsroomConfig = z.object({ slug, description: text(300), colour });
export const blueskyConfig = z.object({
  service: z.url({ protocol: /^https?$/ }).max(300),
  handle: z.string(),
  did: z.string(),
});

/** What connecting each kind asks for. */
export const connectBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('newsroom'), name: line(80), slug, description: text(300).default(''), colour }),
  z.object({
    kind: z.literal('bluesky'),
    name: line(80),
    service: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .default('https://bsky.social'),
    identifier: line(253).transform((value) => value.replace(/^@/, '')),
    appPassword: z.string().min(1, 'Paste the app password').max(200),
  }),
]);

const channelParams = workspaceParams.extend({ channel: id });

export const listChannels = route({
  method: 'GET',
  path: '/workspaces/:workspace/channels',
  access: 'channels.read',
  summary: 'Channels and their health',
  params: workspaceParams,
  response: z.object({ data: z.array(channel) }),
});
export const connectChannel = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels',
  access: 'channels.manage',
  status: 201,
  summary: 'Connects a channel after checking that it answers',
  params: workspaceParams,
  body: connectBody,
  response: channel,
});
export const updateChannel = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/channels/:channel',
  access: 'channels.manage',
  summary: 'Renames, pauses or resumes a channel; changes a newsroom site',
  params: channelParams,
  body: z.object({
    version,
    name: line(80).optional(),
    paused: z.boolean().optional(),
    newsroom: newsroomConfig.partial().optional(),
  }),
  response: channel,
});
export const reconnectChannel = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/reconnect',
  access: 'channels.manage',
  summary: 'Replaces the credentials of the same account',
  params: channelParams,
  body: z.object({ version, identifier: line(253).optional(), appPassword: z.string().min(1).max(200) }),
  response: channel,
});
export const checkChannel = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/check',
  access: 'channels.manage',
  summary: 'Asks the platform whether the connection works, now',
  params: channelParams,
  response: channel,
});
export const removeChannel = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/channels/:channel',
  access: 'channels.manage',
  summary: 'Removes a channel without published posts; one with posts can be paused',
  params: channelParams,
  response: nothing,
});

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader counts as characters. */
export function countGraphemes(value: string): number {
  let count = 0;
  for (const _ of segmenter.segment(value)) count += 1;
  return count;
}

/** What of a post does not fit the channel, as sentences; empty when it fits. Limits may be the channel's own. */
export function misfits(
  kind: ChannelKindName,
  content: { text: string; images: { alt: string }[]; link: string | null },
  limits: Limits = channelKinds[kind].limits,
): string[] {
  const problems: string[] = [];
  const { label, linkCard } = channelKinds[kind];
  if (limits.text) {
    const over = countGraphemes(content.text) - limits.text.graphemes;
    const bytesOver = new TextEncoder().encode(content.text).length - limits.text.bytes;
    if (over > 0) problems.push(`${label} takes ${limits.text.graphemes} characters; shorten the text by ${over}.`);
    else if (bytesOver > 0)
      problems.push(`${label} takes ${limits.text.bytes} bytes; the text is ${bytesOver} bytes too long.`);
    if (!content.text.trim() && content.images.length === 0 && !content.link)
      problems.push(`Write something for ${label}.`);
  }
  if (limits.images) {
    if (content.images.length > limits.images.max) problems.push(`${label} shows at most ${limits.images.max} images.`);
    const long = content.images.filter(({ alt }) => countGraphemes(alt) > (limits.images?.altGraphemes ?? 0)).length;
    if (long > 0)
      problems.push(
        `${label} takes ${limits.images.altGraphemes} characters of alt text; shorten ${long === 1 ? 'one' : long}.`,
      );
  }
  if (linkCard && content.images.length > 0 && content.link && !content.text.includes(content.link)) {
    problems.push(`${label} shows either images or a link card. Put the link into the text, or leave out the images.`);
  }
  return problems;
}
