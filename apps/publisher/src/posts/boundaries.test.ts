import type { ConformanceFake } from '@mobilise/channels/conformance-fake';
import type { FaultProxy } from '@mobilise/channels/faults';
import { adapterFor, handleFor, type RemoteKind } from '@mobilise/channels/registry';
import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { buildItem, buildPost } from '@mobilise/db/factories';
import { describe, expect, it } from 'vitest';
import { channelsById } from '../connection.ts';
import { connectedChannel, fakes, overNetwork } from '../fake-platforms.ts';
import { defaultTiming, type Publisher } from '../publisher.ts';
import { testPublishing } from '../testing.ts';
import { claimDue } from './claim.ts';
import { intend } from './intend.ts';
import { prepare } from './prepare.ts';
import { reconcile } from './reconcile.ts';
import { settlementOf } from './retry.ts';
import { sendOnce } from './send.ts';
import { settle } from './settle.ts';
import { sweep } from './sweep.ts';

const { sql, db, publisher, sendDue, passTime, read } = await testPublishing();

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

describe.each(Object.keys(fakes) as (keyof typeof fakes)[])('a publisher that stops while it sends to %s', (kind) => {
  it.each(boundaries)('%s: nothing is lost, doubled or untrue', async (boundary) => {
    const fake: ConformanceFake = await fakes[kind]();
    const { proxy, channel } = await connectedChannel(real(), kind, fake);
    const post = await scheduled(kind, channel);

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

const real = (): Publisher => publisher(overNetwork);

/** A post that is due. */
async function scheduled(
  kind: RemoteKind,
  { id: channelId, workspaceId }: { id: string; workspaceId: string },
): Promise<string> {
  const { id: itemId } = await buildItem(db, { workspaceId, approved: true });
  const postId = newId();
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
  await sendDue(worker);
}
