import { fakeOrganization, type LinkedInFake, linkedinFake } from '@mobilise/channels/linkedin-fake';
import { fakeClient } from '@mobilise/channels/linkedin-fake-oauth';
import type { Grant } from '@mobilise/channels/sign-in';
import { listChannels } from '@mobilise/contracts/channels';
import * as contract from '@mobilise/contracts/sign-in';
import * as team from '@mobilise/contracts/team';
import { buildPost } from '@mobilise/db/factories';
import { sessions } from '@mobilise/db/schema/auth';
import { authorisations } from '@mobilise/db/schema/authorisations';
import { channels } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { members } from '@mobilise/db/schema/team';
import { open, seal, sealingKey } from '@mobilise/db/secrets';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Caller, password, testApi } from '../testing.ts';
import { partiesOf, signInStatus } from './sign-in.ts';

const fake: LinkedInFake = await linkedinFake();
afterAll(() => fake.close());
const api = await testApi({ signInClients: { linkedin: { ...fakeClient, origin: fake.url } } });
const { db } = api.context;
const { workspaceId: workspace, owner } = await api.setUp();
const key = sealingKey(api.settings.secret);
const redirectAddress = `${api.settings.publicUrl}/oauth/callback`;
fake.signIn.oauth.redirects = [redirectAddress];

beforeEach(async () => {
  await db.delete(posts);
  await db.delete(channels).where(eq(channels.kind, 'linkedin'));
  await db.delete(authorisations);
  fake.signIn.oauth.givesRefreshTokens = true;
});

const params = { workspace };
const begin = (caller: Caller = owner, channel?: { id: string; version: number }) =>
  api.call(
    contract.startAuthorisation,
    {
      params,
      body: { kind: 'linkedin', ...(channel && { channel: { id: channel.id, version: channel.version } }) },
    },
    caller,
  );
/** What the platform sends the browser back with. */
async function answerOf(address: string, choice: 'Allow' | 'Cancel' = 'Allow') {
  const page = await (await fetch(address)).text();
  const link = new RegExp(`href="([^"]+)">${choice}`).exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(link.startsWith(`${redirectAddress}?`)).toBe(true);
  const { searchParams } = new URL(link);
  const { error_description: errorDescription, ...rest } = Object.fromEntries(searchParams) as Record<string, string>;
  return { state: '', ...rest, ...(errorDescription && { errorDescription }) };
}
const finish = (body: object, caller: Caller = owner) =>
  api.request(contract.finishAuthorisation, { body: body as never }, caller);
const finished = (body: object, caller: Caller = owner) =>
  api.call(contract.finishAuthorisation, { body: body as never }, caller);
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
async function chosen(page = fakeOrganization, name = 'Our page') {
  const { authorisation } = await finished(await answerOf((await begin()).address));
  return api.call(
    contract.connectAuthorised,
    { params: { workspace, authorisation: authorisation ?? '' }, body: { page, name } },
    owner,
  );
}
async function grantOf(id: string): Promise<Grant> {
  const [row] = await db.select().from(channels).where(eq(channels.id, id));
  return open(row?.credentials ?? '', key, id) as Grant;
}
/** Another browser of the same person. */
async function anotherSession(): Promise<Caller> {
  const response = await api.send('POST', '/api/auth/sign-in/email', {
    body: { email: 'olive@example.org', password },
  });
  return { headers: { cookie: api.cookies(response) }, userId: owner.userId };
}

describe('connecting a page', () => {
  test('goes by the platform: its pages are offered, and the chosen one is connected', async () => {
    const { address } = await begin();
    expect(address.startsWith(`${fake.url}/oauth/v2/authorization?`)).toBe(true);
    const answer = await finished(await answerOf(address));
    expect(answer).toMatchObject({ workspace: 'riverside-hospice', kind: 'linkedin', channel: null, refusal: null });
    const authorisation = answer.authorisation ?? '';
    const choice = await api.call(contract.getAuthorisation, { params: { workspace, authorisation } }, owner);
    // Who only looks at figures of a page cannot post to it.
    expect(choice.pages).toEqual([
      {
        id: 'urn:li:organization:5515715',
        name: 'Fern Hill Surgery',
        address: 'linkedin.com/company/5515715',
        connectedAs: null,
      },
      {
        id: fakeOrganization,
        name: 'Riverside Hospice',
        address: 'linkedin.com/company/riverside-hospice',
        connectedAs: null,
      },
    ]);
    const body = { page: fakeOrganization, name: 'Our page' };
    const channel = await api.call(contract.connectAuthorised, { params: { workspace, authorisation }, body }, owner);
    expect(channel).toMatchObject({
      kind: 'linkedin',
      state: 'ready',
      address: 'linkedin.com/company/riverside-hospice',
    });
    const days = Math.round((Date.parse(channel.reconnectBy ?? '') - Date.now()) / 86_400_000);
    expect(days).toBe(365);
    expect(await grantOf(channel.id)).toMatchObject({
      refreshToken: expect.any(String),
      member: 'urn:li:person:olive',
    });
    // It is over, and its tokens are gone.
    expect(await db.select().from(authorisations)).toEqual([]);
    expect((await api.request(contract.getAuthorisation, { params: { workspace, authorisation } }, owner)).status).toBe(
      404,
    );
  });

  test('keeps no token in the open, and tells none', async () => {
    const { authorisation } = await finished(await answerOf((await begin()).address));
    const [row] = await db.select().from(authorisations);
    const { accessToken } = open(row?.grant ?? '', key, row?.id ?? '');
    expect(JSON.stringify(row)).not.toContain(accessToken);
    const answers = await Promise.all([
      api.request(contract.getAuthorisation, { params: { workspace, authorisation: authorisation ?? '' } }, owner),
      api.request(listChannels, { params }, owner),
    ]);
    for (const answer of answers) expect(await answer.text()).not.toContain(accessToken);
  });

  test('a second time says which page is connected, and refuses it', async () => {
    await chosen();
    const { authorisation } = await finished(await answerOf((await begin()).address));
    const at = { params: { workspace, authorisation: authorisation ?? '' } };
    const { pages } = await api.call(contract.getAuthorisation, at, owner);
    expect(pages.map(({ connectedAs }) => connectedAs)).toEqual([null, 'Our page']);
    const again = { ...at, body: { page: fakeOrganization, name: 'Twice' } };
    expect(await codeOf(await api.request(contract.connectAuthorised, again, owner))).toBe('conflict');
    // Another page can still be chosen.
    const other = { ...at, body: { page: 'urn:li:organization:5515715', name: 'Surgery' } };
    expect((await api.request(contract.connectAuthorised, other, owner)).status).toBe(201);
  });

  test('takes no page that was not offered', async () => {
    const { authorisation } = await finished(await answerOf((await begin()).address));
    const at = { params: { workspace, authorisation: authorisation ?? '' } };
    for (const page of ['urn:li:organization:1337', 'urn:li:organization:99']) {
      const refused = await api.request(contract.connectAuthorised, { ...at, body: { page, name: 'X' } }, owner);
      expect(await codeOf(refused)).toBe('invalid_request');
    }
  });

  test('cancelled at the platform, leads back with its words', async () => {
    expect(await finished(await answerOf((await begin()).address, 'Cancel'))).toMatchObject({
      workspace: 'riverside-hospice',
      authorisation: null,
      refusal: { message: 'LinkedIn says: “The user cancelled the authorization”' },
    });
  });

  test('by somebody without a page says what to do', async () => {
    const all = [...fake.organizations];
    fake.organizations.clear();
    const { refusal } = await finished(await answerOf((await begin()).address));
    for (const [id, organization] of all) fake.organizations.set(id, organization);
    expect(refusal?.message).toContain('content admin');
  });

  test('says what is missing where nobody has registered the installation', async () => {
    const told = await api.call(contract.getSignIn, { params: { workspace, kind: 'linkedin' } }, owner);
    const expected = { redirectAddress, variables: ['MOBILISE_LINKEDIN_CLIENT_ID', 'MOBILISE_LINKEDIN_CLIENT_SECRET'] };
    expect(told).toEqual({ isSetUp: true, ...expected });
    const without = { ...api.context, settings: { ...api.settings, signInClients: {} } };
    expect(signInStatus(without, 'linkedin')).toEqual({ isSetUp: false, ...expected });
    await expect(partiesOf(without, 'linkedin')).rejects.toMatchObject({ code: 'wrong_state' });
  });
});

describe('an answer that came another way connects nothing', () => {
  const isRefused = async (response: Response) => {
    expect(response.status).toBe(410);
    expect(await codeOf(response)).toBe('gone');
    expect(await db.select().from(channels).where(eq(channels.kind, 'linkedin'))).toEqual([]);
  };

  test('a state that was made up', async () => {
    await begin();
    await isRefused(await finish({ state: 'x'.repeat(43), code: 'y' }));
  });

  test('in another session, of a stranger or of the same person, and the right one can still use it', async () => {
    const answer = await answerOf((await begin()).address);
    const other = await api.member(workspace, 'owner');
    await isRefused(await finish(answer, other));
    await isRefused(await finish(answer, await anotherSession()));
    expect((await finished(answer)).authorisation).not.toBeNull();
  });

  test('without a session', async () => {
    const answer = await answerOf((await begin()).address);
    expect((await api.request(contract.finishAuthorisation, { body: answer as never })).status).toBe(401);
  });

  test('twice', async () => {
    const answer = await answerOf((await begin()).address);
    const both = await Promise.all([finish(answer), finish(answer)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    await isRefused(await finish(answer));
  });

  test('after ten minutes', async () => {
    const answer = await answerOf((await begin()).address);
    await db.update(authorisations).set({ expiresAt: sql`now() - interval '1 second'` });
    await isRefused(await finish(answer));
  });

  test('from another site', async () => {
    const answer = await answerOf((await begin()).address);
    const elsewhere = { ...owner.headers, 'sec-fetch-site': 'cross-site' };
    const response = await api.send('POST', '/api/v1/authorisations/finish', { headers: elsewhere, body: answer });
    expect(await codeOf(response)).toBe('cross_site');
  });

  test('after signing out', async () => {
    const caller = await anotherSession();
    const answer = await answerOf((await begin(caller)).address);
    const [row] = await db.select().from(authorisations);
    await db.delete(sessions).where(eq(sessions.id, row?.sessionId ?? ''));
    expect((await finish(answer, caller)).status).toBe(401);
    expect(await db.select().from(authorisations)).toEqual([]);
  });

  test('for whom is no owner any more', async () => {
    const caller = await api.member(workspace, 'owner');
    const answer = await answerOf((await begin(caller)).address);
    const mine = and(eq(members.workspaceId, workspace), eq(members.userId, caller.userId ?? ''));
    await db.update(members).set({ role: 'editor' }).where(mine);
    expect((await finish(answer, caller)).status).toBe(403);
  });

  test('nor does the address lead anywhere but home, whatever the request says', async () => {
    const ask = (more: Record<string, string>) =>
      api.send('POST', `/api/v1/workspaces/${workspace}/authorisations`, {
        headers: { ...owner.headers, host: 'evil.example', 'x-forwarded-host': 'evil.example' },
        body: { kind: 'linkedin', ...more },
      });
    expect((await ask({ redirect_uri: 'https://evil.example' })).status).toBe(400);
    const { address } = (await (await ask({})).json()) as { address: string };
    expect(new URL(address).searchParams.get('redirect_uri')).toBe(redirectAddress);
  });

  test('and what one signed in for, nobody else sees or uses', async () => {
    const { authorisation } = await finished(await answerOf((await begin()).address));
    const at = { params: { workspace, authorisation: authorisation ?? '' } };
    const other = await api.member(workspace, 'owner');
    const body = { page: fakeOrganization, name: 'Stolen' };
    expect((await api.request(contract.getAuthorisation, at, other)).status).toBe(404);
    expect((await api.request(contract.connectAuthorised, { ...at, body }, other)).status).toBe(404);
    const { id } = await api.call(team.createWorkspace, { body: { name: 'Elsewhere', zone: 'Europe/London' } }, owner);
    const there = { params: { workspace: id, authorisation: authorisation ?? '' } };
    expect((await api.request(contract.connectAuthorised, { ...there, body }, owner)).status).toBe(404);
  });

  test('and a program cannot begin', async () => {
    const { secret } = await api.call(team.createApiKey, { params, body: { name: 'A key', role: 'owner' } }, owner);
    const program = { headers: { authorization: `Bearer ${secret}` }, userId: null };
    const body = { kind: 'linkedin' as const };
    expect((await api.request(contract.startAuthorisation, { params, body }, program)).status).toBe(403);
  });
});

describe('reconnecting', () => {
  test('keeps the channel, releases its posts, and has a new token', async () => {
    const channel = await chosen();
    await db.update(channels).set({ state: 'needs_reconnect', lastError: 'Ended' }).where(eq(channels.id, channel.id));
    const post = await buildPost(db, {
      channelId: channel.id,
      state: 'held',
      holdReason: 'channel',
      dueAt: new Date(Date.now() + 3_600_000),
    });
    const before = await grantOf(channel.id);
    const answer = await finished(await answerOf((await begin(owner, channel)).address));
    expect(answer).toMatchObject({
      authorisation: null,
      refusal: null,
      channel: { id: channel.id, state: 'ready', scheduled: 1 },
    });
    expect((await grantOf(channel.id)).accessToken).not.toBe(before.accessToken);
    expect(post.channelId).toBe(channel.id);
  });

  test('never loses a refresh token that the platform does not give again', async () => {
    const channel = await chosen();
    const { refreshToken, refreshUntil } = await grantOf(channel.id);
    fake.signIn.oauth.givesRefreshTokens = false;
    const { channel: after } = await finished(await answerOf((await begin(owner, channel)).address));
    expect(await grantOf(channel.id)).toMatchObject({ refreshToken, refreshUntil });
    expect(after?.reconnectBy).toBe(refreshUntil);
  });

  test('does not bring back one that was refused', async () => {
    const channel = await chosen();
    const without = { ...(await grantOf(channel.id)), refreshToken: null, refreshUntil: null };
    await db
      .update(channels)
      .set({ credentials: seal(without, key, channel.id) })
      .where(eq(channels.id, channel.id));
    fake.signIn.oauth.givesRefreshTokens = false;
    const { channel: after } = await finished(await answerOf((await begin(owner, channel)).address));
    const { refreshToken, expiresAt } = await grantOf(channel.id);
    expect([refreshToken, after?.reconnectBy]).toEqual([null, expiresAt]);
  });

  test('waits for a renewal that is under way', async () => {
    const channel = await chosen();
    await db
      .update(channels)
      .set({ renewingUntil: sql`clock_timestamp() + interval '600 milliseconds'` })
      .where(eq(channels.id, channel.id));
    const started = Date.now();
    const { refusal } = await finished(await answerOf((await begin(owner, channel)).address));
    expect([refusal, Date.now() - started >= 550]).toEqual([null, true]);
  });

  test('waits for it by the clock of the database, however wrong its own is', async () => {
    const channel = await chosen();
    const answer = await answerOf((await begin(owner, channel)).address);
    await db
      .update(channels)
      .set({ renewingUntil: sql`clock_timestamp() + interval '600 milliseconds'` })
      .where(eq(channels.id, channel.id));
    const started = performance.now();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
    const { refusal } = await finished(answer).finally(() => vi.useRealTimers());
    expect([refusal, performance.now() - started >= 550]).toEqual([null, true]);
  });

  test('as somebody of another page changes nothing, and says so', async () => {
    const channel = await chosen();
    const before = await grantOf(channel.id);
    const ours = fake.organizations.get('2414183');
    fake.organizations.delete('2414183');
    const { refusal } = await finished(await answerOf((await begin(owner, channel)).address));
    if (ours) fake.organizations.set('2414183', ours);
    expect(refusal?.message).toContain('does not look after linkedin.com/company/riverside-hospice');
    expect(await grantOf(channel.id)).toEqual(before);
  });

  test('wants the version that was seen, and a channel of its kind', async () => {
    const channel = await chosen();
    const stale = {
      params,
      body: { kind: 'linkedin' as const, channel: { id: channel.id, version: channel.version + 1 } },
    };
    expect(await codeOf(await api.request(contract.startAuthorisation, stale, owner))).toBe('stale_version');
    const { data } = await api.call(listChannels, { params }, owner);
    const site = data.find(({ kind }) => kind === 'newsroom');
    const wrong = {
      params,
      body: { kind: 'linkedin' as const, channel: { id: site?.id ?? '', version: site?.version ?? 1 } },
    };
    expect(await codeOf(await api.request(contract.startAuthorisation, wrong, owner))).toBe('invalid_request');
  });
});
