import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDatabase } from './database.ts';
import { startPlatforms } from './platforms.ts';
import { schedulePosts } from './posts.ts';
import { startPublishers } from './publishers.ts';
import { chanceOf } from './random.ts';
import { makeTrouble } from './trouble.ts';
import { holds, judge, unsettled } from './verdict.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    publishers: { type: 'string', default: '3' },
    /** Seconds over which the posts come due. */
    over: { type: 'string', default: '60' },
    keep: { type: 'boolean', default: false },
  },
});
const [posts, seed, count, over] = [values.posts, values.seed, values.publishers, values.over].map(Number) as [
  number,
  number,
  number,
  number,
];
if (![posts, seed, count, over].every((value) => Number.isInteger(value) && value > 0)) {
  console.error('Give whole numbers above 0: pnpm torture --posts 10000 --seed 1 --publishers 3 --over 60');
  process.exit(2);
}

/** About one request in so many is broken. */
const oneIn = 40;
/** The share of posts without an end at which the trouble is over, and the milliseconds after which it is in any case. */
const calmAt = 0.05;
const longestTrouble = 6 * 60_000;
/** Milliseconds after which a run is given up. */
const longest = 20 * 60_000;

const secret = 'a secret of the crash harness alone, long enough';
const chance = chanceOf(seed);
const folder = mkdtempSync(join(tmpdir(), 'mobilise-torture-'));
const began = performance.now();
const seconds = () => Number(((performance.now() - began) / 1000).toFixed(1));
const say = (words: string) => console.error(`${seconds()} s  ${words}`);

const database = await startDatabase(folder);
const platforms = await startPlatforms(chance, { posts, oneIn });
await schedulePosts(database, platforms, chance, { count: posts, over, secret });
say(`${posts} posts scheduled on the newsroom and ${platforms.map(({ kind }) => kind).join(', ')}`);

for (const platform of platforms) platform.trouble();
const publishers = startPublishers(count, { databaseUrl: database.url, dataFolder: folder, secret });
// Interrupted, nothing that was started stays behind.
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, async () => {
    await publishers.stop();
    await database.stop();
    process.exit(status);
  });
}
// Until most posts have found their end in spite of it, and for as long as they come due.
const isOver = async () =>
  (seconds() > over + 5 && (await unsettled(database)) < posts * calmAt) || performance.now() - began > longestTrouble;
const troubles = await makeTrouble(isOver, { chance, publishers, count, database });
for (const platform of platforms) platform.calm();
say(`Calm after ${JSON.stringify(troubles)}; ${await unsettled(database)} posts have something ahead of them`);

let left = await unsettled(database);
for (; left > 0 && performance.now() - began < longest; left = await unsettled(database)) await wait(500);
const settledAfter = seconds();
await publishers.stop();

const verdict = await judge(database, platforms);
const good = left === 0 && holds(verdict);
await Promise.all(platforms.map((platform) => platform.close()));
await database.stop();
if (values.keep || !good) say(`What was left is in ${folder}`);
else rmSync(folder, { recursive: true, force: true });
console.log(
  JSON.stringify({
    seed,
    ...verdict,
    ...troubles,
    publishersStarted: publishers.started(),
    unsettled: left,
    settledAfter,
    good,
  }),
);
process.exit(good ? 0 : 1);
