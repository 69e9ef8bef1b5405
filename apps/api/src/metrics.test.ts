import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAsset, buildChannel, buildPost } from '@mobilise/db/factories';
import { publishers } from '@mobilise/db/schema/posts';
import { checkout } from '@mobilise/db/settings';
import { expect, test } from 'vitest';
import { testApi } from './testing.ts';

const token = 'only for the one who watches';
const api = await testApi({ metricsToken: token });
const ask = (authorization?: string) =>
  api.send('GET', '/metrics', { headers: authorization ? { authorization } : {} });

test('metrics tell what is due, held and failing, to who shows the token', async () => {
  const channel = await buildChannel(api.context.db, { kind: 'bluesky', state: 'failing' });
  await buildPost(api.context.db, { channelId: channel.id, dueAt: new Date(Date.now() - 90_000) });
  await buildPost(api.context.db, { channelId: channel.id, state: 'held', holdReason: 'switch' });
  await buildPost(api.context.db, { channelId: channel.id, state: 'unconfirmed' });
  const resting = await buildChannel(api.context.db, { kind: 'telegram', restingUntil: new Date(Date.now() + 60_000) });
  await buildPost(api.context.db, { channelId: resting.id, dueAt: new Date(Date.now() - 900_000) });
  await buildAsset(api.context.db, { state: 'processing', createdAt: new Date(Date.now() - 30_000) });
  const [lives, silent] = [new Date(), new Date(Date.now() - 60_000)];
  await api.context.db.insert(publishers).values([
    { id: 'one', skew: -2500, seenAt: lives },
    { id: 'two', skew: 400, seenAt: lives },
    { id: 'gone', skew: 9000, seenAt: silent },
  ]);
  const response = await ask(`Bearer ${token}`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  const value = (name: string) => Number(new RegExp(`^mobilise_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  expect(value('posts_due')).toBe(2);
  expect(value('posts_due_resting')).toBe(1);
  expect(value('posts_lag_seconds')).toBeGreaterThanOrEqual(89);
  expect(value('posts_lag_seconds')).toBeLessThan(800);
  expect(value('publishers')).toBe(2);
  expect(value('publishers_clock_skew_seconds')).toBe(2.5);
  expect(value('renditions_oldest_seconds')).toBeGreaterThanOrEqual(29);
  expect(text).toContain('mobilise_renditions{state="waiting"} 1\n');
  expect(text).toContain('mobilise_posts_held{reason="switch"} 1\n');
  expect(text).toContain('mobilise_posts{state="unconfirmed"} 1\n');
  expect(text).toContain('mobilise_channels{kind="bluesky",state="failing"} 1\n');
});

test('the example alerts ask only for what metrics tell', async () => {
  const text = await (await ask(`Bearer ${token}`)).text();
  const rules = readFileSync(join(checkout, 'deploy/alerts.yml'), 'utf8');
  const asked = new Set(rules.match(/\bmobilise_[a-z_]+/g));
  expect(asked.size).toBeGreaterThan(5);
  expect([...asked].filter((name) => !text.includes(`# TYPE ${name} gauge`))).toEqual([]);
});

test.each([undefined, 'Bearer something else', token])('metrics are told to nobody else: %s', async (authorization) => {
  const response = await ask(authorization);
  expect(response.status).toBe(401);
  expect(await response.text()).not.toContain('mobilise_posts');
});
