import { z } from 'zod';
import { bluesky } from './channel-kinds/bluesky.ts';
import { email } from './channel-kinds/email.ts';
import { ghost } from './channel-kinds/ghost.ts';
import { type ChannelKind, countGraphemes, type Limits, limits, mostText } from './channel-kinds/kind.ts';
import { linkedin } from './channel-kinds/linkedin.ts';
import { mastodon } from './channel-kinds/mastodon.ts';
import { newsroom, newsroomConfig } from './channel-kinds/newsroom.ts';
import { slack } from './channel-kinds/slack.ts';
import { teams } from './channel-kinds/teams.ts';
import { telegram } from './channel-kinds/telegram.ts';
import { webhook } from './channel-kinds/webhook.ts';
import { wordpress } from './channel-kinds/wordpress.ts';
import { id, instant, line, nothing, version } from './fields.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** Every kind of channel; what each is stands in a file of its own. */
export const channelKinds = {
  newsroom,
  bluesky,
  mastodon,
  linkedin,
  telegram,
  slack,
  teams,
  webhook,
  wordpress,
  ghost,
  email,
} as const satisfies Record<string, ChannelKind>;

export type ChannelKindName = keyof typeof channelKinds;
export const channelKindNames = Object.keys(channelKinds) as [ChannelKindName, ...ChannelKindName[]];
export const channelKind = z.enum(channelKindNames);

/** The definition of a kind of channel. */
export function channelKindOf(name: ChannelKindName): ChannelKind {
  return channelKinds[name];
}

/** `failing`: it did not take several posts in a row; its posts wait while we ask now and then whether it works again. */
export const channelState = z.enum(['ready', 'needs_reconnect', 'failing', 'paused']);

export const channel = z
  .object({
    id,
    kind: channelKind,
    name: z.string(),
    state: channelState,
    /** What the public sees of it: the site's address, the account's handle. Never a credential. */
    address: z.string(),
    config: z.record(z.string(), z.unknown()),
    /** What it accepts: as it said itself where it says so, else as its kind does. */
    limits,
    lastSuccessAt: instant.nullable(),
    /** The platform's own words, when, and what to do about it. */
    lastError: z.object({ at: instant, message: z.string(), advice: z.string() }).nullable(),
    /** Until when somebody has to sign in at the platform again; null where no end is known. */
    reconnectBy: instant.nullable(),
    scheduled: z.number().int(),
    version: z.number(),
  })
  .meta({ id: 'Channel' });
export type Channel = z.infer<typeof channel>;

export const channelParams = workspaceParams.extend({ channel: id });

export const listChannels = route({
  method: 'GET',
  path: '/workspaces/:workspace/channels',
  access: 'channels.read',
  summary: 'Channels and their health',
  params: workspaceParams,
  response: z.object({ data: z.array(channel) }),
});
export const updateChannel = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/channels/:channel',
  access: 'channels.manage',
  summary:
    'Renames, pauses or resumes a channel; changes a newsroom site, whose former addresses lead to the present one',
  params: channelParams,
  body: z.object({
    version,
    name: line(80).optional(),
    paused: z.boolean().optional(),
    newsroom: newsroomConfig.partial().optional(),
  }),
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
  summary: 'Removes a channel without published posts, subscribers and series that go on; another can be paused',
  params: channelParams,
  response: nothing,
});

/** Characters of a text, as the channel counts them. */
export function countText(kind: ChannelKindName, text: string): number {
  return (channelKindOf(kind).count ?? countGraphemes)(text);
}

/** The words of a post as they go out: with its link behind them, where the channel makes its card of that. */
export function outgoingText(
  kind: ChannelKindName,
  { text, images, link }: { text: string; images: readonly unknown[]; link: string | null },
): string {
  const { withLink } = channelKindOf(kind);
  return withLink && link && images.length === 0 && !text.includes(link) ? withLink(text, link) : text;
}

/** What of a post does not fit the channel, as sentences; empty when it fits. Limits may be the channel's own. */
export function misfits(
  kind: ChannelKindName,
  content: { text: string; images: { alt: string }[]; link: string | null },
  accepted: Limits = channelKinds[kind].limits,
): string[] {
  const problems: string[] = [];
  const { label, linkCard } = channelKinds[kind];
  if (accepted.text) {
    const words = outgoingText(kind, content);
    const most = mostText(accepted.text, content.images);
    const over = countText(kind, words) - most;
    const bytesOver = new TextEncoder().encode(words).length - (accepted.text.bytes ?? Number.POSITIVE_INFINITY);
    const where = most < accepted.text.max ? ' below images' : '';
    if (over > 0) problems.push(`${label} takes ${most} characters${where}; shorten the text by ${over}.`);
    else if (bytesOver > 0)
      problems.push(`${label} takes ${accepted.text.bytes} bytes; the text is ${bytesOver} bytes too long.`);
    if (!content.text.trim() && content.images.length === 0 && !content.link)
      problems.push(`Write something for ${label}.`);
  }
  if (accepted.images) {
    if (content.images.length > accepted.images.max)
      problems.push(`${label} shows at most ${accepted.images.max} images.`);
    const { altGraphemes } = accepted.images;
    const long = content.images.filter(({ alt }) => altGraphemes && countGraphemes(alt) > altGraphemes).length;
    if (long > 0)
      problems.push(`${label} takes ${altGraphemes} characters of alt text; shorten ${long === 1 ? 'one' : long}.`);
  } else if (accepted.text && content.images.length > 0) {
    problems.push(`${label} shows no images; leave them out.`);
  }
  if (
    linkCard &&
    accepted.images &&
    content.images.length > 0 &&
    content.link &&
    !content.text.includes(content.link)
  ) {
    problems.push(`${label} shows either images or a link card. Put the link into the text, or leave out the images.`);
  }
  return problems;
}
