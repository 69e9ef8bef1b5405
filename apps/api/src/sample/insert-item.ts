import { randomUUIDv7 } from 'node:crypto';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { approvals, items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { eq } from 'drizzle-orm';
import { wantFiles } from '../revision-files.ts';
import type { Scope } from '../scope.ts';
import type { SampleItem } from './item.ts';

export interface PlacedItem {
  itemId: string;
  revisionId: string;
  sample: SampleItem;
}

interface ItemNeeds {
  assetId: string;
  campaignId: string | null;
  /** Otherwise it is still being written. */
  isApproved: boolean;
}

/** Writes an item of the sample with its only revision, at `scope.now`. */
export async function insertItem(
  scope: Scope,
  sample: SampleItem,
  { assetId, campaignId, isApproved }: ItemNeeds,
): Promise<PlacedItem> {
  const { db, workspaceId, now, actor } = scope;
  const [itemId, revisionId] = [randomUUIDv7(), randomUUIDv7()];
  const image = { assetId, alt: sample.artwork.alt };
  const content: ItemContent =
    sample.kind === 'story'
      ? { leadImage: image, body: { type: 'doc', content: sample.body } }
      : { artwork: image, longDescription: sample.longDescription, data: sample.data, sources: sample.sources };
  const words = { title: sample.title, summary: sample.summary };
  await db.insert(items).values({
    id: itemId,
    workspaceId,
    kind: sample.kind,
    slug: sample.slug,
    ...words,
    thumbAssetId: assetId,
    campaignId,
    tags: sample.tags,
    revision: 1,
    createdAt: now,
    createdBy: actor.userId,
    updatedAt: now,
    updatedBy: actor.userId,
  });
  await db.insert(revisions).values({
    id: revisionId,
    itemId,
    number: 1,
    ...words,
    content: kindOf(sample.kind).content.parse(content),
    createdAt: now,
    createdBy: actor.userId,
  });
  await db.update(items).set({ revisionId }).where(eq(items.id, itemId));
  await db.insert(revisionAssets).values({ revisionId, assetId });
  if (isApproved) {
    await db
      .insert(approvals)
      .values({ id: randomUUIDv7(), revisionId, userId: actor.userId, by: actor.name, at: now });
    await wantFiles(scope, { id: revisionId, kind: sample.kind, content });
  }
  return { itemId, revisionId, sample };
}
