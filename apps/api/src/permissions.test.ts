import { routes } from '@mobilise/contracts/api';
import { roles } from '@mobilise/contracts/roles';
import type { Route } from '@mobilise/contracts/route';
import * as team from '@mobilise/contracts/team';
import { describe, expect, test } from 'vitest';
import { type Caller, testApi } from './testing.ts';

/**
 * Who may call each route, written down a second time on purpose: a change of the role table, or a route without a
 * row, has to be meant. Initials of owner, lead, editor, designer, viewer.
 */
const rows: Record<string, string> = {
  setupStatus: 'public',
  checkSetup: 'public',
  setup: 'public',
  getInvitation: 'public',
  acceptInvitation: 'public',
  getMe: 'session',
  createWorkspace: 'session',
  loadSample: 'session',
  getWorkspace: 'oledv',
  updateWorkspace: 'o',
  removeWorkspace: 'o',
  listMembers: 'oledv',
  changeRole: 'o',
  removeMember: 'o',
  listInvitations: 'o',
  invite: 'o',
  withdrawInvitation: 'o',
  listApiKeys: 'o',
  createApiKey: 'o',
  revokeApiKey: 'o',
  listAudit: 'ol',
  watchChanges: 'oledv',
  listCampaigns: 'oledv',
  createCampaign: 'ole',
  updateCampaign: 'ole',
  removeCampaign: 'ole',
  uploadAsset: 'oled',
  createUpload: 'oled',
  uploadOptions: 'oled',
  uploadOffset: 'oled',
  continueUpload: 'oled',
  endUpload: 'oled',
  mediaOverview: 'oledv',
  assetCopies: 'oledv',
  assetUses: 'oledv',
  cancelProcessing: 'oled',
  processAgain: 'oled',
  restoreAsset: 'oled',
  listConsents: 'oledv',
  createConsent: 'oled',
  updateConsent: 'oled',
  withdrawConsent: 'oled',
  consentUses: 'oledv',
  removeConsent: 'oled',
  listAssets: 'oledv',
  getAsset: 'oledv',
  updateAsset: 'oled',
  removeAsset: 'oled',
  emptyBin: 'ol',
  getTranscription: 'oledv',
  transcribeAsset: 'oled',
  stopTranscription: 'oled',
  listItems: 'oledv',
  listTags: 'oledv',
  createItem: 'oled',
  getItem: 'oledv',
  saveItem: 'oled',
  updateItem: 'oled',
  removeItem: 'oled',
  listRevisions: 'oledv',
  getRevision: 'oledv',
  restoreRevision: 'oled',
  approveRevision: 'ol',
  makeFilesAgain: 'oled',
  cancelFiles: 'oled',
  listAudiograms: 'oledv',
  makeAudiogram: 'oled',
  removeAudiogram: 'oled',
  stopAudiogram: 'oled',
  listShows: 'oledv',
  getShow: 'oledv',
  listEpisodes: 'oledv',
  createShow: 'ole',
  updateShow: 'ole',
  moveShow: 'ol',
  removeShow: 'ole',
  startImport: 'ol',
  listImports: 'oledv',
  cancelImport: 'ol',
  listChannels: 'oledv',
  connectChannel: 'o',
  updateChannel: 'o',
  reconnectChannel: 'o',
  checkChannel: 'o',
  removeChannel: 'o',
  listSlots: 'oledv',
  changeSlots: 'o',
  getSignIn: 'o',
  startAuthorisation: 'o',
  finishAuthorisation: 'session',
  getAuthorisation: 'o',
  connectAuthorised: 'o',
  getCalendar: 'oledv',
  listPosts: 'oledv',
  createPost: 'oled',
  getPost: 'oledv',
  updatePost: 'oled',
  schedulePost: 'ole',
  publishNow: 'ole',
  unschedulePost: 'ole',
  cancelPost: 'ole',
  retryPost: 'ole',
  resolvePost: 'ole',
  removePost: 'oled',
  spreadPosts: 'ole',
  getQueue: 'oledv',
  nextSlots: 'oledv',
  queuePost: 'ole',
  arrangeQueue: 'ole',
  publisherStatus: 'oledv',
  listSeries: 'oledv',
  createSeries: 'ole',
  getSeries: 'oledv',
  updateSeries: 'ole',
  pauseSeries: 'ole',
  resumeSeries: 'ole',
  endSeries: 'ole',
  listChanges: 'oledv',
  changePost: 'ole',
  decideChange: 'ole',
  listCorrections: 'oledv',
  startCorrection: 'ol',
  getCorrection: 'oledv',
  updateCorrection: 'ol',
  listHolds: 'oledv',
  pressHold: 'ol',
  endHold: 'ol',
  postEngagement: 'oledv',
  rankEngagement: 'oledv',
  exportEngagement: 'oledv',
  previewZone: 'o',
  changeZone: 'o',
  listMoved: 'oledv',
  seeMoved: 'ole',
  listSubscribers: 'ol',
  exportSubscribers: 'ol',
  addSubscriber: 'ol',
  importSubscribers: 'ol',
  unsubscribeSubscriber: 'ol',
  removeSubscriber: 'ol',
  reportBounce: 'ol',
  listLetters: 'oledv',
  stopLetters: 'ole',
  resolveLetters: 'ole',
  previewLetter: 'oledv',
  sendTestLetter: 'ole',
  getPublishing: 'ole',
  findPublishing: 'ole',
};

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const callers: Record<string, Caller> = { owner };
for (const role of roles.slice(1)) callers[role] = await api.member(workspaceId, role);
const elsewhere = await api.call(team.createWorkspace, { body: { name: 'Elsewhere', zone: 'Europe/London' } }, owner);
const stranger = await api.member(elsewhere.id, 'owner');
const key = async (role: (typeof roles)[number]) => {
  const created = await api.call(
    team.createApiKey,
    { params: { workspace: workspaceId }, body: { name: `${role} key`, role } },
    owner,
  );
  return { ...created, caller: { headers: { authorization: `Bearer ${created.secret}` }, userId: null } };
};
const keys = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await key(role)] as const)));
const revoked = await key('owner');
await api.call(team.revokeApiKey, { params: { workspace: workspaceId, key: revoked.id } }, owner);

/** The status and code of a call with well-formed ids that name nothing, and an empty body. */
async function outcome(
  route: Route,
  caller?: Caller,
  workspace = workspaceId,
): Promise<{ status: number; code: string; detail: string }> {
  const params = Object.fromEntries(
    [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [
      name,
      name === 'workspace'
        ? workspace
        : name === 'number'
          ? '1'
          : name === 'token'
            ? 'x'.repeat(43)
            : crypto.randomUUID(),
    ]),
  );
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(route.method);
  const stop = new AbortController();
  const response = await fetch(
    `${api.url}/api/v1${route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')}`,
    {
      method: route.method,
      signal: stop.signal,
      headers: { ...caller?.headers, ...(hasBody && { 'Content-Type': 'application/json' }) },
      ...(hasBody && { body: '{}' }),
    },
  );
  // A stream of events has no end: its status is all that is wanted.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    stop.abort();
    return { status: response.status, code: '', detail: '' };
  }
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as { code?: string; detail?: string }) : {};
  const code = route.method === 'HEAD' ? (bodiless[response.status] ?? '') : (body.code ?? '');
  return { status: response.status, code, detail: body.detail ?? '' };
}

/** An answer to HEAD has no body to say it in. */
const bodiless: Record<number, string> = { 401: 'not_signed_in', 403: 'forbidden', 404: 'not_found' };

const passed = ({ status }: { status: number }) => status !== 401 && status !== 403 && status < 500;

test('every route has a row, and every row a route', () => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(routes).sort());
});

test('every route of the API is served', async () => {
  for (const [name, route] of Object.entries(routes)) {
    const { code, detail } = await outcome(route, owner);
    expect({ name, unknown: code === 'not_found' && detail.startsWith('There is no GET') }).toEqual({
      name,
      unknown: false,
    });
  }
});

// Removing the workspace comes last in no list, so it is proved here that a real one stays.
describe.each(Object.entries(routes))('%s', (name, route) => {
  const row = rows[name] ?? '';
  if (row === 'public') {
    test('answers without a session', async () => {
      const answer = await outcome(route);
      expect(answer.status).not.toBe(401);
      expect(answer.status).toBeLessThan(500);
    });
    return;
  }
  test('refuses without a session, and with a revoked key', async () => {
    expect(await outcome(route)).toMatchObject({ status: 401, code: 'not_signed_in' });
    expect(await outcome(route, revoked.caller)).toMatchObject(
      row === 'session' ? { status: 403 } : { status: 401, code: 'not_signed_in' },
    );
  });
  if (row === 'session') {
    test('refuses a key, which belongs to a workspace', async () => {
      expect(await outcome(route, keys['owner']?.caller)).toMatchObject({ status: 403, code: 'forbidden' });
    });
    return;
  }
  test('does not exist for a member of another workspace', async () => {
    const nowhere = await outcome(route, owner, crypto.randomUUID());
    expect(nowhere).toMatchObject({ status: 404, code: 'not_found' });
    expect(await outcome(route, stranger)).toEqual(nowhere);
    expect(await outcome(route, keys['owner']?.caller, elsewhere.id)).toEqual(nowhere);
  });
  test.each(roles)('as %s, with a session and with a key', async (role) => {
    const allowed = row.includes(role[0] ?? '?');
    for (const caller of [callers[role], keys[role]?.caller]) {
      const answer = await outcome(route, caller);
      if (allowed) expect({ answer, passed: passed(answer) }).toMatchObject({ passed: true });
      else expect(answer).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });
});
