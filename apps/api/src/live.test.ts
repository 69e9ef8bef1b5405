import * as team from '@mobilise/contracts/team';
import { expect, test } from 'vitest';
import { type Caller, testApi } from './testing.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const workspace = { workspace: workspaceId };

test('a removed member, and a revoked key, hear no more of the workspace', async () => {
  const gone = await api.member(workspaceId, 'editor');
  const watch = (caller: Caller) => api.request(team.watchChanges, { params: workspace }, caller);
  const before = await watch(owner);
  const key = await api.call(team.createApiKey, { params: workspace, body: { name: 'Wall', role: 'viewer' } }, owner);
  const lost = [gone, { headers: { authorization: `Bearer ${key.secret}` }, userId: null }];
  // The new key ends every stream too: once this one has ended, that is over.
  expect(await before.text()).toContain('"noun":"api-keys"');
  const streams = await Promise.all(lost.map(watch));
  await api.call(team.removeMember, { params: { ...workspace, user: gone.userId ?? '' } }, owner);
  await api.call(team.revokeApiKey, { params: { ...workspace, key: key.id } }, owner);
  for (const stream of streams) expect(await stream.text()).toContain('"noun":"members"');
  expect((await Promise.all(lost.map(watch))).map(({ status }) => status)).toEqual([404, 401]);
});

test('a stream that was ended by one change takes no harm from the next, which comes at the same moment', async () => {
  const stream = await api.request(team.watchChanges, { params: workspace }, owner);
  const [first, second] = ['first', 'second'].map((id) =>
    JSON.stringify({ workspaceId, noun: 'members', id, actor: null }),
  );
  await api.context.sql`select pg_notify('changes', ${first ?? ''}), pg_notify('changes', ${second ?? ''})`;
  const heard = await stream.text();
  expect([heard.includes('"first"'), heard.includes('"second"')]).toEqual([true, false]);
});
