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
