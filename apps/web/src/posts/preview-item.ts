import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { type Played, playedBy } from './played.ts';

/** What previews show of an item. */
export interface PreviewItem {
  kind: ItemKind;
  title: string;
  summary: string;
  /** The upload shown with it, if any. */
  leadId: string | null;
  /** The show whose cover stands for it on our own site: of an episode without one of its own. */
  coverOf: string | null;
  /** What it plays, if anything. */
  played: Played | null;
}

/** An item as `shown`, one of its revisions, has it; nothing but its title where that is not here yet. */
export function previewOf(
  { kind, title }: Pick<PreviewItem, 'kind' | 'title'>,
  shown: { title: string; summary: string; content: unknown } | null,
  showId: string | null,
): PreviewItem {
  if (!shown) return { kind, title, summary: '', leadId: null, coverOf: null, played: null };
  const content = shown.content as ItemContent;
  return {
    ...{ kind, title: shown.title, summary: shown.summary },
    leadId: kindOf(kind).images(content)[0]?.assetId ?? null,
    coverOf: 'audio' in content && !content.artwork ? showId : null,
    played: playedBy(kind, content),
  };
}
