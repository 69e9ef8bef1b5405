import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { ChartColumn, Clapperboard, FileText, type LucideIcon, Podcast } from 'lucide-react';

/** The icon of each kind of item; its label stands beside it or in its name. */
export const kindIcons: Record<ItemKind, LucideIcon> = {
  story: FileText,
  infographic: ChartColumn,
  episode: Podcast,
  video: Clapperboard,
};

export function KindIcon({ kind, className = 'size-4' }: { kind: ItemKind; className?: string }) {
  const Icon = kindIcons[kind];
  return <Icon aria-hidden className={`shrink-0 ${className}`} />;
}
