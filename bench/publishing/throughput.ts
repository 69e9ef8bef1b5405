import { claimDue } from '../../apps/publisher/src/posts/claim.ts';
import { intend } from '../../apps/publisher/src/posts/intend.ts';
import { settlementOf } from '../../apps/publisher/src/posts/retry.ts';
import { createSending } from '../../apps/publisher/src/posts/send-due.ts';
import { settle } from '../../apps/publisher/src/posts/settle.ts';
import { type Figure, note, short } from '../figure.ts';
import { median } from '../statistics.ts';
import type { PublishingStage } from './stage.ts';

const count = 10_000;
const rounds = 3;
/** Posts of one statement: what the publisher itself comes to on a channel that answers at once. */
const batch = 500;

/** Posts a second that one publisher brings from due to published, durably, on a channel that takes them at once. */
export const duePosts: Figure<PublishingStage> = {
  name: 'due_posts_per_second',
  unit: 'posts/s',
  goal: '≥ 3000',
  measure: async (stage) => {
    const rates: number[] = [];
    for (let round = 0; round <= rounds; round += 1) rates.push(count / (await publishAll(stage)));
    // The first is for warming up.
    return median(rates.slice(1));
  },
};

/** The same over a bare loop of the same statements, taken in turns. */
export const overBareStatements: Figure<PublishingStage> = {
  name: 'over_bare_statements',
  unit: 'times',
  goal: '≥ 0.8',
  measure: async (stage) => {
    const ratios: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const [bare, ours] = [await bareLoop(stage), await publishAll(stage)];
      note(`bare ${short(count / bare)}, publisher ${short(count / ours)} posts a second`);
      ratios.push(bare / ours);
    }
    return median(ratios.slice(1));
  },
};

/** Seconds it takes the publisher. */
async function publishAll(stage: PublishingStage): Promise<number> {
  await stage.schedule(count, new Date());
  const sending = createSending(stage.publisher);
  const began = performance.now();
  await sending.run();
  await sending.idle();
  const seconds = (performance.now() - began) / 1000;
  await allPublished(stage);
  await stage.clear();
  return seconds;
}

/** Seconds it takes to claim, intend and settle as many, one statement after the other and nothing between them. */
async function bareLoop(stage: PublishingStage): Promise<number> {
  const { publisher, sql } = stage;
  await stage.schedule(count, new Date());
  const began = performance.now();
  for (;;) {
    const { claimed } = await claimDue(publisher, { limit: batch });
    if (claimed.length === 0) break;
    const posts = claimed.map(({ id, fence }) => ({ id, fence, payload: payloadOf(id) }));
    const intended = await sql.begin((tx) => intend(publisher, tx, posts));
    const settlements = intended.map((post) =>
      settlementOf(post, { outcome: 'published', remoteId: post.id, remoteUrl: null }, publisher.random),
    );
    await settle(publisher, sql, settlements);
  }
  const seconds = (performance.now() - began) / 1000;
  await allPublished(stage);
  await stage.clear();
  return seconds;
}

async function allPublished({ sql }: PublishingStage): Promise<void> {
  const [row] = await sql<{ left: number }[]>`
    select count(*)::int as left from posts where state not in ('published', 'draft')`;
  if (row?.left !== 0) throw new Error(`${row?.left} posts were not published`);
}

const payloadOf = (id: string) => ({
  ...{ postId: id, handle: id, createdAt: '2026-11-30T09:00:00.000Z', text: 'Flu clinic', language: 'en' },
  ...{ images: [], card: null, item: null, progress: null },
});
