import type { PostState } from '@mobilise/contracts/post-states';
import { buildChannel, buildPost } from '@mobilise/db/factories';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Publisher } from '../publisher.ts';
import { testPublishing } from '../testing.ts';
import { claimDue } from './claim.ts';
import { intend } from './intend.ts';
import { prepare } from './prepare.ts';
import { reconcile } from './reconcile.ts';
import { settlementOf, waitAfter } from './retry.ts';
import { settle } from './settle.ts';
import { sweep } from './sweep.ts';

const { sql, db, platform, publisher, passTime } = await testPublishing();

/** Where a publisher stops, and how the platform answers. */
const boundaries = ['claim', 'intent', 'request', 'answer', 'nowhere'] as const;
const answers = ['published', 'refused', 'failed', 'lost before', 'lost after'] as const;
type Step =
  | { do: 'work'; worker: number; stop: (typeof boundaries)[number]; answer: (typeof answers)[number] }
  | { do: 'late result'; answer: (typeof answers)[number] }
  | { do: 'sweep'; worker: number }
  | { do: 'reconcile'; worker: number }
  | { do: 'pass'; seconds: number };

const worker = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('work' as const),
      worker,
      stop: fc.constantFrom(...boundaries),
      answer: fc.constantFrom(...answers),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('late result' as const), answer: fc.constantFrom(...answers) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sweep' as const), worker }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reconcile' as const), worker }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(1, 25, 61, 90, 400) }),
  },
);

type Sent = { by: Publisher; id: string; fence: number; tries: number; delivered: boolean };

/** One publisher's turn, which ends where it is told to; what it would still have written is left in `unwritten`. */
async function work(by: Publisher, { stop, answer }: Extract<Step, { do: 'work' }>, unwritten: Sent[]) {
  const { claimed } = await claimDue(by, { limit: 2 });
  if (stop === 'claim' || claimed.length === 0) return;
  const { ready } = await prepare(by, claimed);
  const intended = await intend(by, sql, ready);
  if (stop === 'intent') return;
  for (const post of intended) {
    const payload = ready.find(({ id }) => id === post.id)?.payload;
    if (!payload) continue;
    const delivered = answer === 'published' || answer === 'lost after';
    if (delivered) platform.deliveries.push(payload.handle);
    if (stop === 'request' || stop === 'answer') unwritten.push({ by, ...post, delivered });
    else await settle(by, sql, [settlementOf(post, outcomeOf(answer, payload.handle), Math.random)]);
  }
}

/** A publisher that was stopped comes back with the answer it had, which is true: published when it was delivered, and only then. */
async function writeLate(unwritten: Sent[], answer: (typeof answers)[number]) {
  const late = unwritten.shift();
  if (!late) return;
  const truth = late.delivered ? 'published' : answer === 'published' ? 'lost before' : answer;
  await settle(late.by, sql, [settlementOf(late, outcomeOf(truth, 'late'), Math.random)]);
}

function outcomeOf(answer: (typeof answers)[number], handle: string) {
  switch (answer) {
    case 'published':
      return { outcome: 'published', remoteId: handle, remoteUrl: `https://fake.example.org/${handle}` } as const;
    case 'refused':
      return { outcome: 'refused', message: 'later', advice: 'wait', retryAfter: null } as const;
    case 'failed':
      return { outcome: 'failed', message: 'no', advice: 'change it' } as const;
    case 'lost before':
    case 'lost after':
      return { outcome: 'unknown', message: 'reset' } as const;
  }
}

it('never doubles a post, never calls it published when it is not there, and loses none, whatever happens in whatever order', async () => {
  const channel = await buildChannel(db, { kind: 'bluesky' });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      await sql`delete from posts`;
      platform.deliveries = [];
      const posts = await Promise.all([1, 2, 3].map(() => buildPost(db, { channelId: channel.id, grace: 1_000_000 })));
      const workers = [publisher(), publisher(), publisher()];
      const unwritten: Sent[] = [];
      const by = (index: number) => workers[index] ?? publisher();
      for (const one of steps) {
        if (one.do === 'work') await work(by(one.worker), one, unwritten);
        else if (one.do === 'sweep') await sweep(by(one.worker));
        else if (one.do === 'reconcile') await reconcile(by(one.worker));
        else if (one.do === 'pass') await passTime(one.seconds);
        else await writeLate(unwritten, one.answer);
      }
      // Then everything works again, and time passes.
      for (let round = 0; round < 12; round += 1) {
        await passTime(4000);
        await sweep(by(0));
        await reconcile(by(0));
        await work(by(0), { do: 'work', worker: 0, stop: 'nowhere', answer: 'published' }, unwritten);
      }
      const rows = await sql<{ id: string; state: PostState; handle: string }[]>`select id, state, handle from posts`;
      expect(rows).toHaveLength(posts.length);
      expect(new Set(platform.deliveries).size).toBe(platform.deliveries.length);
      for (const { state, handle } of rows) {
        expect(['published', 'failed']).toContain(state);
        expect(platform.deliveries.includes(handle)).toBe(state === 'published');
      }
    }),
    { numRuns: 60, seed: 20_261_123 },
  );
}, 60_000);

it('waits at least as long as the channel asked, and never longer than an hour more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.option(fc.integer({ min: 0, max: 100_000 })),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (tries, asked, chance) => {
        const wait = waitAfter(tries, asked, () => chance);
        expect(wait).toBeGreaterThanOrEqual(Math.max(1, asked ?? 0));
        expect(wait).toBeLessThanOrEqual((asked ?? 0) + 3600);
      },
    ),
  );
});
