import { type Consent, createConsent, updateConsent, withdrawConsent } from '@mobilise/contracts/consents';
import { schedulePost } from '@mobilise/contracts/posts';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { buildAsset, buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { testApi } from '../testing.ts';

/** An API with a workspace in it, and what tests of consents and rights do there. */
export async function testConsents() {
  const api = await testApi();
  const { db, sql } = api.context;
  const { workspaceId, owner } = await api.setUp();
  const workspace = { workspace: workspaceId };
  const channel = await buildChannel(db, { workspaceId });
  const remote = await buildChannel(db, { workspaceId, kind: 'bluesky' });
  const story = (id: string) => ({
    leadImage: { assetId: id, alt: 'A ward' },
    body: { type: 'doc' as const, content: [] },
  });
  const soon = (days: number) => new Date(Date.now() + days * 86_400_000);
  const dateIn = (days: number) => soon(days).toISOString().slice(0, 10);

  const consentFor = (assetIds: string[], fields: Record<string, unknown> = {}) =>
    api.call(
      createConsent,
      {
        params: workspace,
        body: { person: 'Mary Seacole', scope: 'Website', givenOn: '2026-01-05', assetIds, ...fields } as never,
      },
      owner,
    );
  /** An upload in an approved story, with a post of it. */
  async function used(overrides: Parameters<typeof buildPost>[1] = {}) {
    const asset = await buildAsset(db, { workspaceId, filename: 'ward.jpg' });
    const item = await buildItem(db, { workspaceId, title: 'Flu clinic', content: story(asset.id), approved: true });
    const post = await buildPost(db, { itemId: item.id, channelId: channel.id, dueAt: soon(5), ...overrides });
    return { asset, item, post };
  }
  const standing = async (id: string) => {
    const [row] = await sql`select state, hold_reason from posts where id = ${id}`;
    return [row?.['state'], row?.['hold_reason']];
  };
  const withdraw = ({ id, version }: Consent) =>
    api.call(
      withdrawConsent,
      { params: { ...workspace, consent: id }, body: { version, reason: 'Changed her mind' } },
      owner,
    );
  const change = (consent: Consent, body: Record<string, unknown>) =>
    api.request(
      updateConsent,
      { params: { ...workspace, consent: consent.id }, body: { version: consent.version, ...body } as never },
      owner,
    );
  const schedule = (id: string, version: number, days: number) =>
    api.request(
      schedulePost,
      { params: { ...workspace, post: id }, body: { version, wallTime: `${dateIn(days)}T09:00` } as never },
      owner,
    );
  const told = async (response: Response) => (await response.json()) as ProblemDetails;
  return {
    api,
    db,
    sql,
    workspaceId,
    owner,
    workspace,
    channel,
    remote,
    story,
    soon,
    dateIn,
    consentFor,
    used,
    standing,
    withdraw,
    change,
    schedule,
    told,
  };
}
