import { buildChannel, buildPost } from '@mobilise/db/factories';
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
  const response = await ask(`Bearer ${token}`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  expect(text).toContain('mobilise_posts_due 1\n');
  expect(Number(/^mobilise_posts_lag_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
  expect(text).toContain('mobilise_posts_held{reason="switch"} 1\n');
  expect(text).toContain('mobilise_posts{state="unconfirmed"} 1\n');
  expect(text).toContain('mobilise_channels{kind="bluesky",state="failing"} 1\n');
  expect(text).toContain('mobilise_publishers 0\n');
});

test.each([undefined, 'Bearer something else', token])('metrics are told to nobody else: %s', async (authorization) => {
  const response = await ask(authorization);
  expect(response.status).toBe(401);
  expect(await response.text()).not.toContain('mobilise_posts');
});
