import { type ItemContent, kindOf, uploadsOf } from '@mobilise/contracts/kinds';
import { newId } from '@mobilise/contracts/new-id';
import { emptyEpisode } from '@mobilise/contracts/recordings';
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
  /** The show of an episode. */
  showId: string | null;
  /** Otherwise it is still being written. */
  isApproved: boolean;
}

/** Writes an item of the sample with its only revision, at `scope.now`. */
export async function insertItem(
  scope: Scope,
  sample: SampleItem,
  { assetId, campaignId, showId, isApproved }: ItemNeeds,
): Promise<PlacedItem> {
  const { db, workspaceId, now, actor } = scope;
  const [itemId, revisionId] = [newId(), newId()];
  const content = contentOf(sample, assetId);
  const words = { title: sample.title, summary: sample.summary };
  await db.insert(items).values({
    id: itemId,
    workspaceId,
    kind: sample.kind,
    slug: sample.slug,
    ...words,
    thumbAssetId: kindOf(sample.kind).images(content)[0]?.assetId ?? null,
    campaignId,
    showId,
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
    content,
    createdAt: now,
    createdBy: actor.userId,
  });
  await db.update(items).set({ revisionId }).where(eq(items.id, itemId));
  await db.insert(revisionAssets).values(uploadsOf(sample.kind, content).map((assetId) => ({ revisionId, assetId })));
  if (isApproved) {
    await db.insert(approvals).values({ id: newId(), revisionId, userId: actor.userId, by: actor.name, at: now });
    await wantFiles(scope, { id: revisionId, kind: sample.kind, content });
  }
  return { itemId, revisionId, sample };
}

/** What a sample item says, about an upload. */
export function contentOf(sample: SampleItem, assetId: string): ItemContent {
  const image = { assetId, alt: sample.upload.alt };
  return kindOf(sample.kind).content.parse(written());

  function written(): ItemContent {
    switch (sample.kind) {
      case 'story':
        return { leadImage: image, body: { type: 'doc', content: sample.body } };
      case 'infographic': {
        const { longDescription, data, sources } = sample;
        return { artwork: image, longDescription, data, sources };
      }
      case 'episode': {
        const { notes, number, people, chapters, transcript } = sample;
        return { ...emptyEpisode, audio: { assetId, trim: null }, notes, number, people, chapters, transcript };
      }
    }
  }
}
