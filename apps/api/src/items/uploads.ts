import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf, uploadsOf } from '@mobilise/contracts/kinds';
import type { MediaKind } from '@mobilise/contracts/media';
import { assets } from '@mobilise/db/schema/media';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { type Issue, invalidContent, strings } from './content.ts';

/** The kind that recordings of an item have to be of. */
const recorded: Partial<Record<ItemKind, MediaKind>> = { episode: 'audio', video: 'video' };
const wanted = { image: 'Choose a picture', audio: 'Choose a sound', video: 'Choose a film' } as const;

type Upload = Pick<typeof assets.$inferSelect, 'id' | 'kind'>;

/**
 * The assets an item's content uses, each once, the most important first; locked against removal until the transaction
 * ends. Problem `invalid_request` names every use of one that is no upload of this workspace or of the wrong kind.
 */
export async function assetsOrThrow(scope: Scope, kind: ItemKind, content: ItemContent): Promise<string[]> {
  const used = uploadsOf(kind, content);
  if (used.length === 0) return [];
  const found = await scope.db
    .select({ id: assets.id, kind: assets.kind })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), isNull(assets.deletedAt), inArray(assets.id, used)))
    .orderBy(asc(assets.id))
    .for('key share');
  const uploads = new Map(found.map((upload) => [upload.id, upload]));
  const issues = unfitUploads(kind, content, uploads);
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
