import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf, uploadsOf } from '@mobilise/contracts/kinds';
import type { MediaKind } from '@mobilise/contracts/media';
import type { Clip } from '@mobilise/contracts/recordings';
import { assets } from '@mobilise/db/schema/media';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { type Issue, invalidContent, strings } from './content.ts';

/** The kind that recordings of an item have to be of. */
const recorded: Partial<Record<ItemKind, MediaKind>> = { episode: 'audio', video: 'video' };
const wanted = { image: 'Choose a picture', audio: 'Choose a sound', video: 'Choose a film' } as const;
/** Milliseconds by which words may end after the recording: transcripts are often written that much too long. */
const tolerance = 1000;

type Upload = Pick<typeof assets.$inferSelect, 'id' | 'kind' | 'duration'>;

/**
 * The assets an item's content uses, each once, the most important first; locked against removal until the transaction
 * ends. Problem `invalid_request` names every use of one that is no upload of this workspace or of the wrong kind, and every time that
 * is not within its recording.
 */
export async function assetsOrThrow(scope: Scope, kind: ItemKind, content: ItemContent): Promise<string[]> {
  const used = uploadsOf(kind, content);
  if (used.length === 0) return [];
  const found = await scope.db
    .select({ id: assets.id, kind: assets.kind, duration: assets.duration })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), isNull(assets.deletedAt), inArray(assets.id, used)))
    .orderBy(asc(assets.id))
    .for('key share');
  const uploads = new Map(found.map((upload) => [upload.id, upload]));
  const issues = [...unfitUploads(kind, content, uploads), ...timesOutside(content, uploads)];
  if (issues.length > 0) throw invalidContent(issues);
  return used;
}

function unfitUploads(kind: ItemKind, content: ItemContent, uploads: ReadonlyMap<string, Upload>): Issue[] {
  const recordings = new Set(kindOf(kind).recordings(content));
  const pictures = new Set(
    kindOf(kind)
      .images(content)
      .map(({ assetId }) => assetId),
  );
  const uses = strings(content).filter(
    ({ path, value }) => path.at(-1) === 'assetId' && (recordings.has(value) || pictures.has(value)),
  );
  return uses.flatMap(({ path, value }) => {
    const upload = uploads.get(value);
    if (!upload) return [{ path, message: 'There is no such upload. Upload it again' }];
    const isRecording = path.length === 2 && ['audio', 'intro', 'outro', 'video'].includes(String(path[0]));
    const needed = (isRecording && recorded[kind]) || 'image';
    return upload.kind === needed ? [] : [{ path, message: wanted[needed] }];
  });
}

/** Cuts, chapters and words that lie outside their recording; its length is that of what the cut leaves. */
function timesOutside(content: ItemContent, uploads: ReadonlyMap<string, Upload>): Issue[] {
  const found = recordingOf(content);
  const duration = found?.clip && uploads.get(found.clip.assetId)?.duration;
  if (!found?.clip || !duration) return [];
  const { name, clip, words, chapters } = found;
  const { start, end } = clip.trim ?? { start: 0, end: duration };
  if (end > duration) return [{ path: [name, 'trim', 'end'], message: 'The recording is shorter than that' }];
  const length = end - start;
  const late = (path: PropertyKey[]) => ({ path, message: 'This is after the end of the recording' });
  return [
    ...chapters.flatMap((chapter, index) => (chapter.start < length ? [] : [late(['chapters', index, 'start'])])),
    ...(words.transcript?.cues ?? []).flatMap((cue, index) =>
      cue.start < length && cue.end <= length + tolerance ? [] : [late([words.name, 'cues', index, 'end'])],
    ),
  ];
}

function recordingOf(content: ItemContent) {
  const of = (name: string, clip: Clip | null) => ({ name, clip });
  if ('audio' in content)
    return {
      ...of('audio', content.audio),
      words: { name: 'transcript', transcript: content.transcript },
      chapters: content.chapters,
    };
  if ('video' in content)
    return {
      ...of('video', content.video),
      words: { name: 'captions', transcript: content.captions },
      chapters: content.chapters,
    };
  return null;
}
