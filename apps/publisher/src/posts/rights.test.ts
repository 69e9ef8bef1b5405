import { randomUUID } from 'node:crypto';
import { buildAsset, buildItem, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { assets, consentAssets, consents } from '@mobilise/db/schema/media';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { claimDue } from './claim.ts';

const { sql, db, publisher } = await testPublishing();
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A due post of an approved story with a picture; where it stands once somebody has looked for due posts. `twin`: whose other upload of the same file the consent is about, or that it is gone. */
async function outcome(
  rights: { rightsUntil?: string },
  consent?: { until?: string; withdrawnAt?: Date },
  { inWords = false, twin }: { inWords?: boolean; twin?: 'ours' | 'theirs' | 'gone' } = {},
): Promise<unknown[]> {
  const asset = await buildAsset(db, rights);
  const { workspaceId } = asset;
  if (consent) {
    const about = twin
      ? await buildAsset(db, { ...(twin !== 'theirs' && { workspaceId }), sha256: asset.sha256 })
      : asset;
    const id = randomUUID();
    await db
      .insert(consents)
      .values({ id, workspaceId: about.workspaceId, person: 'Ada', scope: 'All', givenOn: '2026-01-01', ...consent });
    await db.insert(consentAssets).values({ consentId: id, assetId: about.id, sha256: about.sha256 });
    if (twin === 'gone') await db.delete(assets).where(eq(assets.id, about.id));
  }
  const leadImage = inWords ? null : { assetId: asset.id, alt: 'A ward' };
  const content = { leadImage, body: { type: 'doc' as const, content: [] } };
  const item = await buildItem(db, { workspaceId, approved: true, content });
  const words = { text: 'Look', images: inWords ? [{ assetId: asset.id, alt: 'A ward' }] : [], link: null };
  const { id } = await buildPost(db, { itemId: item.id, workspaceId, content: words });
  await claimDue(publisher(), { limit: 100 });
  const [row] = await sql`select state, hold_reason from posts where id = ${id}`;
  return [row?.['state'], row?.['hold_reason']];
}

describe('what is due', () => {
  it('goes out while all that it carries may be used', async () => {
    expect(await outcome({})).toEqual(['claimed', null]);
    expect(await outcome({ rightsUntil: dayFromNow(1) }, { until: dayFromNow(1) })).toEqual(['claimed', null]);
  });

  it('is held when rights have ended since it was scheduled, in its item or in its own words', async () => {
    expect(await outcome({ rightsUntil: dayFromNow(-2) })).toEqual(['held', 'consent']);
    expect(await outcome({ rightsUntil: dayFromNow(-2) }, undefined, { inWords: true })).toEqual(['held', 'consent']);
  });

  it('is held when a consent has ended or was withdrawn', async () => {
    expect(await outcome({}, { until: dayFromNow(-2) })).toEqual(['held', 'consent']);
    expect(await outcome({}, { withdrawnAt: new Date() })).toEqual(['held', 'consent']);
    expect(await outcome({}, { withdrawnAt: new Date() }, { twin: 'ours' })).toEqual(['held', 'consent']);
    expect(await outcome({}, { withdrawnAt: new Date() }, { twin: 'gone' })).toEqual(['held', 'consent']);
    expect(await outcome({}, { withdrawnAt: new Date() }, { twin: 'theirs' })).toEqual(['claimed', null]);
  });

  it('is held when the cover of its show may not be used any more, unless it has one of its own', async () => {
    const { id: workspaceId } = await buildWorkspace(db);
    const cover = await buildAsset(db, { workspaceId, rightsUntil: dayFromNow(-2) });
    const { id: showId } = await buildShow(db, { workspaceId, artworkId: cover.id });
    const own = await buildAsset(db, { workspaceId });
    const post = async (artwork: { assetId: string; alt: string } | null) => {
      const { id: itemId } = await buildEpisode(db, { workspaceId, showId, content: { artwork } });
      return (await buildPost(db, { itemId, workspaceId })).id;
    };
    const [plain, covered] = [await post(null), await post({ assetId: own.id, alt: 'A lamp' })];
    await claimDue(publisher(), { limit: 100 });
    const rows = await sql`select id, state, hold_reason from posts where id in ${sql([plain, covered])} order by id`;
    expect(rows).toEqual([
      { id: plain, state: 'held', hold_reason: 'consent' },
      { id: covered, state: 'claimed', hold_reason: null },
    ]);
  });
});
