import { errorForLog } from '@mobilise/db/error-log';
import { buildChannel, buildPost } from '@mobilise/db/factories';
import { seal, sealingKey } from '@mobilise/db/secrets';
import { pino } from 'pino';
import { beforeEach, expect, it } from 'vitest';
import { claimDue } from './posts/claim.ts';
import { reconcile } from './posts/reconcile.ts';
import { createSending } from './posts/send-due.ts';
import { sweep } from './posts/sweep.ts';
import { testPublishing } from './testing.ts';

const { db, platform, publisher, sendDue, passTime, read } = await testPublishing();
const key = sealingKey('a secret that is only for tests, long enough');
const password = 'xkcd-horse-9999-staple';
const lines: Record<string, unknown>[] = [];
let written = '';

beforeEach(() => {
  lines.length = 0;
  written = '';
});

/** A publisher that says everything it can, as `main.ts` sets its log up. */
function talkative() {
  const worker = publisher();
  const stream = {
    write: (line: string) => {
      written += line;
      lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  };
  const base = { process: 'publisher', worker: worker.workerId };
  return { ...worker, key, log: pino({ base, level: 'trace', serializers: { error: errorForLog } }, stream) };
}

async function buildSealed() {
  const id = crypto.randomUUID();
  const credentials = seal({ appPassword: password }, key, id);
  const channel = await buildChannel(db, { id, kind: 'bluesky', credentials });
  return buildPost(db, { channelId: channel.id });
}

it('every line about a post says which post, channel and attempt, by which worker, from its claim to its end', async () => {
  const post = await buildSealed();
  const worker = talkative();
  platform.onPublish = () => {
    throw new Error('Nobody thought of this');
  };
  const sending = createSending(worker);
  await sending.run();
  await sending.idle();
  await passTime(100);
  platform.onReconcile = () => ({ found: 'absent' });
  await sweep(worker);
  await reconcile(worker);
  platform.onPublish = (_post, deliver) => deliver();
  await sending.run();
  await sending.idle();
  expect(await read(post.id)).toMatchObject({ state: 'published', attempts: 2 });

  const about = lines.filter((line) => JSON.stringify(line).includes(post.id));
  expect(about.map(({ msg, attempt }) => [msg, attempt])).toEqual([
    ['Claimed', undefined],
    ['Sending', 1],
    ['The adapter failed', 1],
    ['Settled', 1],
    ['Looked for on its channel', 1],
    ['Claimed', undefined],
    ['Sending', 2],
    ['Settled', 2],
  ]);
  for (const line of about)
    expect(line).toMatchObject({ post: post.id, channel: post.channelId, worker: worker.workerId });
  for (const line of written.split('\n')) expect(line.match(/"post":/g)?.length ?? 0).toBeLessThanOrEqual(1);
});

it('a publisher that stopped is told of by the one that takes over, in the same words', async () => {
  const post = await buildSealed();
  await claimDue(publisher(), { limit: 10 });
  await passTime(100);
  await sweep(talkative());
  expect(lines).toMatchObject([{ post: post.id, channel: post.channelId, attempt: 0 }]);
});

it('nothing that opens a channel is in a log, and nothing that people wrote', async () => {
  const post = await buildSealed();
  platform.onPublish = (sent) => {
    throw Object.assign(new Error('Broken'), { request: { body: sent.text, authorization: password } });
  };
  await sendDue(talkative());
  expect(lines.some((line) => line['post'] === post.id)).toBe(true);
  for (const secret of [password, post.content.text, 'v1.']) expect(written).not.toContain(secret);
});
