import { handleFor } from '@mobilise/channels/registry';
import { cutAt } from '@mobilise/contracts/captions/cue';
import { channelKindOf } from '@mobilise/contracts/channels';
import { slugify } from '@mobilise/contracts/fields';
import { newId } from '@mobilise/contracts/new-id';
import {
  type EpisodeContent,
  episodeImages,
  episodeRecordings,
  missingOfEpisode,
} from '@mobilise/contracts/recordings';
import { wallTimeOf } from '@mobilise/contracts/time';
import { approvals, items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { freeSlug } from '@mobilise/db/slugs';
import { filesWork, renderWork } from '@mobilise/db/work-queues';
import { MediaError } from '@mobilise/media-processing/errors';
import { eq } from 'drizzle-orm';
import type { Publisher } from '../../publisher.ts';
import type { Request } from '../queue.ts';
import { contentOf, nameOf } from './episode-content.ts';
import type { ImportPart } from './failures.ts';
import type { FeedEpisode } from './feed.ts';
import { cutWords } from './fit-notes.ts';
import type { ShowImport } from './import-show.ts';
import { throwIfArchived, throwIfKept } from './kept.ts';
import { type Fetched, takePicture, takeUpload } from './take-upload.ts';

/** What taking over an episode needs beside the episode. */
export interface Taking {
  request: Request;
  signal: AbortSignal;
  /** Told of each part that cannot be taken over as it is, and why; the episode comes without it, or with what fits of it. */
  note: (part: ImportPart, error: unknown) => void;
  /** Covers that were taken over, by address: the upload of each. */
  covers: Map<string, string>;
}

/**
 * Takes one episode over, as it was: its GUID, its words, its sound and cover, and the time at which it came out. All of it in one
 * transaction, so that an import that ends in the middle goes on with the next. Throws what the way out throws, MediaError, and Kept.
 */
export async function takeEpisode(
  publisher: Publisher,
  run: ShowImport & { showId: string },
  episode: FeedEpisode,
  { request, signal, note, covers }: Taking,
): Promise<void> {
  const { enclosure, image } = episode;
  if (!enclosure) throw new MediaError('media_missing', 'The feed names no recording for it.');
  // Before it is fetched for nothing, too.
  await throwIfKept(publisher.db, run.channelId);
  const title = titleOf(episode, note);
  const known = image ? covers.get(image) : undefined;
  const name = nameOf({ ...episode, title });
  const sound = { kind: 'audio', address: enclosure, name } as const;
  const written = await takeUpload(publisher, run, sound, signal, (recording) =>
    takePicture(
      publisher,
      run,
      image && !known ? { address: image, name } : null,
      { signal, note: (error) => note('cover', error) },
      async (cover) => {
        const artwork = cover?.id ?? known;
        const content = await contentOf(publisher, episode, { recording, artwork }, { signal, note });
        const uploads = cover ? [recording, cover] : [recording];
        return { cover, recording, revisionId: await write(publisher, run, { ...episode, title }, content, uploads) };
      },
    ),
  );
  const { cover, recording, revisionId } = written;
  if (cover && image) covers.set(image, cover.id);
  await request(renderWork('audio', recording.id));
  if (cover) await request(renderWork('image', cover.id));
  // After what posts of today wait for.
  await request(filesWork('episode', revisionId), { gently: true });
}

/** Characters of a title (`words` of items.ts in the contracts). */
const longestTitle = 200;

function titleOf({ title }: FeedEpisode, note: Taking['note']): string {
  if (title.length <= longestTitle) return title;
  note('title', `It is longer than ${longestTitle} characters, and was cut. It was: ${title}`);
  return `${cutWords(cutAt(title, longestTitle - 1))}…`;
}

/**
 * Writes the episode, published when it came out elsewhere, and approved now, by the word of whoever began the import; answers its
 * revision.
 */
function write(
  publisher: Publisher,
  run: ShowImport & { showId: string },
  episode: FeedEpisode,
  content: EpisodeContent,
  uploads: readonly Fetched[],
): Promise<string> {
  const { workspaceId, showId, createdBy, channelId, zone, site } = run;
  const { title } = episode;
  const [id, revisionId, postId] = [newId(), newId(), newId()];
  const at = episode.date ?? new Date(publisher.wallClock());
  const reason = `Imported from ${run.feedUrl}`;
  return publisher.db.transaction(async (tx) => {
    await throwIfArchived(tx, showId);
    const slug = await freeSlug({ db: tx, workspaceId }, items, slugify(title));
    for (const upload of uploads) await upload.write(tx);
    const by = { createdAt: at, createdBy };
    await tx.insert(items).values({
      ...{ id, workspaceId, showId, kind: 'episode', slug, title, guid: episode.guid, revision: 1 },
      ...{ ...by, updatedAt: at, updatedBy: createdBy },
    });
    const revision = { id: revisionId, itemId: id, number: 1, title, content, files: 'wanted' as const };
    await tx.insert(revisions).values({ ...revision, createdBy });
    await tx.update(items).set({ revisionId }).where(eq(items.id, id));
    const used = [...episodeRecordings(content), ...episodeImages(content).map(({ assetId }) => assetId)];
    await tx.insert(revisionAssets).values(used.map((assetId) => ({ revisionId, assetId })));
    await tx.insert(approvals).values({ id: newId(), revisionId, userId: createdBy, by: run.by, note: reason });
    await throwIfKept(tx, channelId);
    await tx.insert(posts).values({
      ...{ id: postId, workspaceId, itemId: id, revisionId, channelId, state: 'published' },
      content: { text: '', images: [], link: null },
      ...{ wallTime: wallTimeOf(at, zone), zone, dueAt: at, sendAt: at, publishedAt: at },
      grace: channelKindOf('newsroom').grace,
      override: missingOfEpisode(content).length > 0 ? reason : null,
      handle: handleFor('newsroom', { postId, dueAt: at.toISOString() }),
      ...{ remoteId: postId, remoteUrl: `${publisher.settings.publicUrl}/news/${site}/${slug}`, ...by },
    });
    await tx.insert(auditEntries).values({
      ...{ workspaceId, userId: createdBy, actor: run.by, action: 'imported', noun: 'items' },
      ...{ subjectId: id, subject: title, reason },
    });
    return revisionId;
  });
}
