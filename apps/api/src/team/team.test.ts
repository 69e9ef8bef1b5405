import * as team from '@mobilise/contracts/team';
import { expect, test } from 'vitest';
import { type Caller, password, testApi } from '../testing.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const workspace = { workspace: workspaceId };
const json = async (response: Promise<Response>) => {
  const answer = await response;
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
};
const tokenOf = (link: string) => link.split('/').at(-1) ?? '';
const inviteTo = (email: string, role: 'lead' | 'editor' | 'viewer' = 'editor') =>
  api.call(team.invite, { params: workspace, body: { email, role } }, owner);

test('nobody is set up twice, and a wrong token sets nobody up', async () => {
  expect(await api.call(team.setupStatus, {})).toEqual({ needed: false });
  const body = {
    token: 'x'.repeat(43),
    name: 'Eve',
    email: 'eve@example.org',
    password,
    workspace: { name: 'Mine', zone: 'Europe/London' },
  };
  expect(await json(api.request(team.setup, { body }))).toMatchObject({ status: 410, code: 'gone' });
});

test('the session that set-up began says from which device and where', async () => {
  const sessions = await (await api.send('GET', '/api/auth/list-sessions', { headers: owner.headers })).json();
  expect(sessions).toMatchObject([{ userAgent: 'node', ipAddress: '127.0.0.1' }]);
});

test('the first owner has a workspace with a newsroom', async () => {
  const me = await api.call(team.getMe, {}, owner);
  expect(me.workspaces).toMatchObject([
    { id: workspaceId, role: 'owner', slug: 'riverside-hospice', zone: 'Europe/London' },
  ]);
});

test('an invited person joins by the link, once, in the role they were invited to', async () => {
  const { link } = await inviteTo('Edie@Example.org');
  const token = tokenOf(link);
  expect(await api.call(team.getInvitation, { params: { token } })).toMatchObject({
    email: 'edie@example.org',
    role: 'editor',
    hasAccount: false,
  });
  const response = await api.request(team.acceptInvitation, { params: { token }, body: { name: 'Edie', password } });
  expect(response.status).toBe(201);
  const edie: Caller = { headers: { cookie: api.cookies(response) }, userId: null };
  expect((await api.call(team.getMe, {}, edie)).workspaces).toMatchObject([{ id: workspaceId, role: 'editor' }]);
  expect(
    await json(api.request(team.acceptInvitation, { params: { token }, body: { name: 'Edie', password } })),
  ).toMatchObject({ status: 410, code: 'gone' });
});

test('of several tries of one link at once one joins, and the others are told so', async () => {
  const { link } = await inviteTo('ines@example.org');
  const accept = () =>
    api.request(team.acceptInvitation, { params: { token: tokenOf(link) }, body: { name: 'Ines', password } });
  const answers = await Promise.all(Array.from({ length: 5 }, accept));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { status } of answers) expect([201, 401, 409, 410]).toContain(status);
  const joined = answers.find(({ status }) => status === 201);
  const ines: Caller = { headers: { cookie: joined ? api.cookies(joined) : '' }, userId: null };
  expect((await api.call(team.getMe, {}, ines)).workspaces).toMatchObject([{ id: workspaceId, role: 'editor' }]);
});

test('a person with an account has to be signed in to it to join', async () => {
  const elsewhere = await api.call(team.createWorkspace, { body: { name: 'North', zone: 'Europe/London' } }, owner);
  const { link } = await api.call(
    team.invite,
    { params: { workspace: elsewhere.id }, body: { email: 'edie@example.org', role: 'viewer' } },
    owner,
  );
  const accept = (caller?: Caller) =>
    json(api.request(team.acceptInvitation, { params: { token: tokenOf(link) }, body: {} }, caller));
  expect(await accept()).toMatchObject({ status: 401, code: 'not_signed_in' });
  expect(await accept(owner)).toMatchObject({ status: 403, code: 'forbidden' });
  const signIn = await api.send('POST', '/api/auth/sign-in/email', { body: { email: 'edie@example.org', password } });
  expect(await accept({ headers: { cookie: api.cookies(signIn) }, userId: null })).toMatchObject({ status: 201 });
});

test('a withdrawn invitation, and one replaced by a new link, do not work', async () => {
  const first = await inviteTo('wes@example.org');
  const second = await inviteTo('wes@example.org');
  expect(await json(api.request(team.getInvitation, { params: { token: tokenOf(first.link) } }))).toMatchObject({
    status: 410,
  });
  await api.call(team.withdrawInvitation, { params: { ...workspace, invitation: second.id } }, owner);
  expect(await json(api.request(team.getInvitation, { params: { token: tokenOf(second.link) } }))).toMatchObject({
    status: 410,
  });
});

test('of invitations of one person made at once the last replaces the others', async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => inviteTo('una@example.org')));
  const { data } = await api.call(team.listInvitations, { params: workspace }, owner);
  const open = data.filter(({ email }) => email === 'una@example.org');
  expect(open).toHaveLength(1);
  expect(made.map(({ id }) => id)).toContain(open[0]?.id);
});

test('a workspace keeps an owner, also when two owners step down at once', async () => {
  const alone = { params: { ...workspace, user: owner.userId ?? '' }, body: { role: 'editor' as const } };
  expect(await json(api.request(team.changeRole, alone, owner))).toMatchObject({ status: 409, code: 'conflict' });
  const second = await api.member(workspaceId, 'owner');
  const stepDown = (caller: Caller) =>
    api.request(
      team.changeRole,
      { params: { ...workspace, user: caller.userId ?? '' }, body: { role: 'lead' } },
      caller,
    );
  const statuses = (await Promise.all([stepDown(owner), stepDown(second)])).map(({ status }) => status).sort();
  expect(statuses[0]).toBe(200);
  const { data } = await api.call(team.listMembers, { params: workspace }, owner);
  const owners = data.filter(({ role }) => role === 'owner');
  expect(owners).toHaveLength(1);
  const keeper = owners[0]?.userId === owner.userId ? owner : second;
  const userId = owner.userId ?? '';
  if (keeper === second)
    await api.call(team.changeRole, { params: { ...workspace, user: userId }, body: { role: 'owner' } }, second);
});

test('a removed member is out at once', async () => {
  const gone = await api.member(workspaceId, 'editor');
  await api.call(team.getWorkspace, { params: workspace }, gone);
  await api.call(team.removeMember, { params: { ...workspace, user: gone.userId ?? '' } }, owner);
  expect(await json(api.request(team.getWorkspace, { params: workspace }, gone))).toMatchObject({ status: 404 });
});

test('an API key works until it is revoked, and its secret is shown once', async () => {
  const key = await api.call(
    team.createApiKey,
    { params: workspace, body: { name: 'Site search', role: 'viewer' } },
    owner,
  );
  const caller: Caller = { headers: { authorization: `Bearer ${key.secret}` }, userId: null };
  await api.call(team.getWorkspace, { params: workspace }, caller);
  const listed = await api.call(team.listApiKeys, { params: workspace }, owner);
  expect(JSON.stringify(listed)).not.toContain(key.secret);
  await api.call(team.revokeApiKey, { params: { ...workspace, key: key.id } }, owner);
  expect(await json(api.request(team.getWorkspace, { params: workspace }, caller))).toMatchObject({ status: 401 });
});

test('a stale change of the workspace is refused with the present version', async () => {
  const { version } = await api.call(team.getWorkspace, { params: workspace }, owner);
  await api.call(team.updateWorkspace, { params: workspace, body: { version, name: 'Riverside' } }, owner);
  expect(
    await json(api.request(team.updateWorkspace, { params: workspace, body: { version, name: 'Late' } }, owner)),
  ).toMatchObject({ status: 409, code: 'stale_version', extra: { version: version + 1 } });
});

test('the log tells who did what, newest first, page by page', async () => {
  const first = await api.call(team.listAudit, { params: workspace, query: { limit: 2 } }, owner);
  expect(first.data).toHaveLength(2);
  expect(first.data[0]).toMatchObject({ actor: 'Olive Owner', action: 'changed', noun: 'workspaces' });
  const second = await api.call(
    team.listAudit,
    { params: workspace, query: { limit: 2, cursor: first.next ?? '' } },
    owner,
  );
  expect(Number(second.data[0]?.id)).toBeLessThan(Number(first.data[1]?.id));
});

test('a real workspace cannot be removed', async () => {
  expect(await json(api.request(team.removeWorkspace, { params: workspace }, owner))).toMatchObject({
    status: 409,
    code: 'wrong_state',
  });
});
