import type { EndedUpload } from '@mobilise/contracts/ended-uploads';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, uploadsOf } from '@mobilise/contracts/kinds';

/** What of that which may not be used any more is in an item as it is written now: the cover of its show, unless it has its own. */
export function endedIn(kind: ItemKind, content: unknown, ended: readonly EndedUpload[]): EndedUpload[] {
  const written = content as ItemContent;
  const used = new Set(uploadsOf(kind, written));
  const hasOwnCover = 'artwork' in written && written.artwork !== null;
  return ended.filter(({ id, show }) => used.has(id) || (show !== null && !hasOwnCover));
}
