import { blueskyFake } from '@mobilise/channels/bluesky-fake';
import { type ConformanceFake, connectThrough } from '@mobilise/channels/conformance-fake';
import { type FaultProxy, faultProxy } from '@mobilise/channels/faults';
import { ghostFake } from '@mobilise/channels/ghost-fake';
import { linkedinFake } from '@mobilise/channels/linkedin-fake';
import { mastodonFake } from '@mobilise/channels/mastodon-fake';
import { guardedFetch } from '@mobilise/channels/outgoing-fetch';
import { adapterFor, type RemoteKind } from '@mobilise/channels/registry';
import { slackFake } from '@mobilise/channels/slack-fake';
import { teamsFake } from '@mobilise/channels/teams-fake';
import { telegramFake } from '@mobilise/channels/telegram-fake';
import { webhookFake } from '@mobilise/channels/webhook-fake';
import { wordpressFake } from '@mobilise/channels/wordpress-fake';
import { newId } from '@mobilise/contracts/new-id';
import { buildChannel } from '@mobilise/db/factories';
import { seal } from '@mobilise/db/secrets';
import type { Publisher } from './publisher.ts';

/** A platform in this process of every kind that is spoken HTTP with. */
export const fakes = {
  bluesky: blueskyFake,
  mastodon: mastodonFake,
  linkedin: linkedinFake,
  wordpress: wordpressFake,
  ghost: ghostFake,
  telegram: telegramFake,
  slack: slackFake,
  teams: teamsFake,
  webhook: webhookFake,
} satisfies Partial<Record<RemoteKind, () => Promise<ConformanceFake>>>;

/** What makes a publisher send to them, through the adapters that really send. */
export const overNetwork = { adapterFor, fetch: guardedFetch({ allowPrivate: true }) };

/** A channel that is connected to a fake platform through a proxy that breaks things. Close the proxy in the end. */
export async function connectedChannel(
  { db, key }: Pick<Publisher, 'db' | 'key'>,
  kind: keyof typeof fakes,
  fake: ConformanceFake,
): Promise<{ proxy: FaultProxy; channel: Awaited<ReturnType<typeof buildChannel>> }> {
  const proxy = await faultProxy(fake.url);
  const { config, credentials } = await connectThrough(await adapterFor(kind), proxy.url, fake);
  const id = newId();
  const channel = await buildChannel(db, { id, kind, config, credentials: seal(credentials, key, id) });
  return { proxy, channel };
}
