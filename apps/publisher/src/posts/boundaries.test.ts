import { randomUUIDv7 } from 'node:crypto';
import { blueskyFake } from '@mobilise/channels/bluesky-fake';
import type { ConformanceFake } from '@mobilise/channels/conformance';
import { type FaultProxy, faultProxy } from '@mobilise/channels/faults';
import { ghostFake } from '@mobilise/channels/ghost-fake';
import { linkedinFake } from '@mobilise/channels/linkedin-fake';
import { mastodonFake } from '@mobilise/channels/mastodon-fake';
import { guardedFetch } from '@mobilise/channels/outgoing-fetch';
import { adapterFor, handleFor, type RemoteKind } from '@mobilise/channels/registry';
import { slackFake } from '@mobilise/channels/slack-fake';
import { teamsFake } from '@mobilise/channels/teams-fake';
import { telegramFake } from '@mobilise/channels/telegram-fake';
import { webhookFake } from '@mobilise/channels/webhook-fake';
import { wordpressFake } from '@mobilise/channels/wordpress-fake';
import { channelKindOf } from '@mobilise/contracts/channels';
import { buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { seal } from '@mobilise/db/secrets';
import { describe, expect, it } from 'vitest';
import { channelsById } from '../connection.ts';
import { defaultTiming, type Publisher } from '../publisher.ts';
import { testPublishing } from '../testing.ts';
import { claimDue } from './claim.ts';
import { intend } from './intend.ts';
import { prepare } from './prepare.ts';
import { reconcile } from './reconcile.ts';
import { settlementOf } from './retry.ts';
import { sendOnce } from './send.ts';
import { createSending } from './send-due.ts';
import { settle } from './settle.ts';
import { sweep } from './sweep.ts';

const { sql, db, publisher, passTime, read } = await testPublishing();

const fakes: Partial<Record<RemoteKind, () => Promise<ConformanceFake>>> = {
  bluesky: blueskyFake,
  mastodon: mastodonFake,
  linkedin: linkedinFake,
  wordpress: wordpressFake,
  ghost: ghostFake,
  telegram: telegramFake,
  slack: slackFake,
  teams: teamsFake,
  webhook: webhookFake,
};

/** Where a publisher stops for good; what it has done until then happened. */
const boundaries = [
  'after the claim',
  'after the intent',
  'in the middle of the write',
  'after the answer',
  'before the commit',
] as const;
type Boundary = (typeof boundaries)[number];

/** Seconds after which whatever a publisher left is anybody's. */
const takenOver = (defaultTiming.lease + defaultTiming.quiet) / 1000 + 1;

describe.each(Object.keys(fakes) as RemoteKind[])('a publisher that stops while it sends to %s', (kind) => {
  it.each(boundaries)('%s: nothing is lost, doubled or untrue', async (boundary) => {
    const fake = await (fakes[kind] as () => Promise<ConformanceFake>)();
    const proxy = await faultProxy(fake.url);
    const post = await scheduled(kind, fake, proxy);

    await stopAt(boundary, { kind, fake, proxy });
    const before = fake.made();
    await passTime(takenOver);
    await takeOver();

    const { state } = await read(post);
    // Before the intent nothing left, whatever the channel. After it, only a person knows where nobody can look.
    const isKnown = boundary === 'after the claim' || channelKindOf(kind).safety !== 'E';
    expect({ state, made: fake.made() }).toEqual(
      isKnown ? { state: 'published', made: 1 } : { state: 'needs_person', made: before },
    );
    await sql`delete from posts`;
    await proxy.close();
    await fake.close();
  });
});

const real = (): Publisher => publisher({ adapterFor, fetch: guardedFetch({ allowPrivate: true }) });

/** A channel connected to a fake, with a post that is due. */
async function scheduled(kind: RemoteKind, fake: ConformanceFake, proxy: FaultProxy): Promise<string> {
  const adapter = await adapterFor(kind);
  const { config, credentials } = await adapter.connect(fake.typed(proxy.url), {
    fetch: guardedFetch({ allowPrivate: true }),
    signal: AbortSignal.timeout(20_000),
  });
  const channelId = randomUUIDv7();
  const sealed = seal(credentials, real().key, channelId);
  const { workspaceId } = await buildChannel(db, { id: channelId, kind, config, credentials: sealed });
  const { id: itemId } = await buildItem(db, { workspaceId, approved: true });
  const postId = randomUUIDv7();
  const handle = handleFor(kind, { postId, dueAt: new Date().toISOString() });
  return (await buildPost(db, { id: postId, channelId, itemId, handle })).id;
}

/** One publisher does everything up to a boundary, and no more. */
async function stopAt(
  boundary: Boundary,
  { kind, fake, proxy }: { kind: RemoteKind; fake: ConformanceFake; proxy: FaultProxy },
) {
  const worker = real();
  const { claimed } = await claimDue(worker, { limit: 10 });
  if (boundary === 'after the claim') return;
  const { ready } = await prepare(worker, claimed);
  const since = worker.monotonic();
  const [intended] = await worker.sql.begin((tx) => intend(worker, tx, ready));
  const [payload] = ready.map((one) => one.payload);
  if (!intended || !payload) throw new Error('Nothing was due');
  if (boundary === 'after the intent') return;

  const [claim] = claimed;
  const channel = (await channelsById(worker, [claim?.channelId ?? ''])).get(claim?.channelId ?? '');
  if (!channel) throw new Error('The channel is gone');
  if (boundary === 'in the middle of the write') void proxy.strike('dropped midway', fake.write.matches);
  const adapter = await adapterFor(kind);
  const outcome = await sendOnce(worker, { adapter, channel, post: payload, fence: intended.fence, since });
  expect(outcome.outcome).toBe(boundary === 'in the middle of the write' ? 'unknown' : 'published');
  if (boundary !== 'before the commit') return;
  const rolledBack = sql.begin(async (tx) => {
    await settle(worker, tx, [settlementOf(intended, outcome, worker.random)]);
    throw new Error('The power is gone');
  });
  await expect(rolledBack).rejects.toThrow('The power is gone');
}

/** Another publisher does all it does. */
async function takeOver(): Promise<void> {
  const worker = real();
  await sweep(worker);
  await reconcile(worker);
  const sending = createSending(worker);
  await sending.run();
  await sending.idle();
}
