import { z } from 'zod';
import { type ChannelKindName, channel, channelParams } from './channels.ts';
import { blueskyConnect, blueskyTyped } from './connecting/bluesky.ts';
import { emailConnect, emailTyped } from './connecting/email.ts';
import { ghostConnect, ghostTyped } from './connecting/ghost.ts';
import type { ConnectKind } from './connecting/kind.ts';
import { mastodonConnect, mastodonTyped } from './connecting/mastodon.ts';
import { newsroomConnect, newsroomTyped } from './connecting/newsroom.ts';
import { slackConnect, slackTyped } from './connecting/slack.ts';
import { teamsConnect, teamsTyped } from './connecting/teams.ts';
import { telegramConnect, telegramTyped } from './connecting/telegram.ts';
import { webhookConnect, webhookTyped } from './connecting/webhook.ts';
import { wordpressConnect, wordpressTyped } from './connecting/wordpress.ts';
import { line, version } from './fields.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/* Apart from channels.ts, because every screen shows channels and only one connects them. */

const connectKinds: Record<ChannelKindName, ConnectKind> = {
  newsroom: newsroomConnect,
  bluesky: blueskyConnect,
  mastodon: mastodonConnect,
  wordpress: wordpressConnect,
  ghost: ghostConnect,
  telegram: telegramConnect,
  slack: slackConnect,
  teams: teamsConnect,
  webhook: webhookConnect,
  email: emailConnect,
};

/** What connecting a kind of channel asks for. */
export function connectOf(kind: ChannelKindName): ConnectKind {
  return connectKinds[kind];
}

const name = line(80);

/** What connecting each kind asks for. */
export const connectBody = z.discriminatedUnion('kind', [
  newsroomTyped.extend({ kind: z.literal('newsroom'), name }),
  blueskyTyped.extend({ kind: z.literal('bluesky'), name }),
  mastodonTyped.extend({ kind: z.literal('mastodon'), name }),
  telegramTyped.extend({ kind: z.literal('telegram'), name }),
  slackTyped.extend({ kind: z.literal('slack'), name }),
  teamsTyped.extend({ kind: z.literal('teams'), name }),
  webhookTyped.extend({ kind: z.literal('webhook'), name }),
  wordpressTyped.extend({ kind: z.literal('wordpress'), name }),
  ghostTyped.extend({ kind: z.literal('ghost'), name }),
  emailTyped.extend({ kind: z.literal('email'), name }),
]);

/** What reconnecting asks for: the same again, for the same account. */
export const reconnectBody = z.discriminatedUnion('kind', [
  blueskyTyped.extend({ kind: z.literal('bluesky'), version }),
  mastodonTyped.extend({ kind: z.literal('mastodon'), version }),
  telegramTyped.extend({ kind: z.literal('telegram'), version }),
  slackTyped.extend({ kind: z.literal('slack'), version }),
  teamsTyped.extend({ kind: z.literal('teams'), version }),
  webhookTyped.extend({ kind: z.literal('webhook'), version }),
  wordpressTyped.extend({ kind: z.literal('wordpress'), version }),
  ghostTyped.extend({ kind: z.literal('ghost'), version }),
  emailTyped.extend({ kind: z.literal('email'), version }),
]);

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
export const reconnectChannel = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/reconnect',
  access: 'channels.manage',
  summary: 'Replaces the credentials of the same account',
  params: channelParams,
  body: reconnectBody,
  response: channel,
});
