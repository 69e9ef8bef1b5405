import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { sayDuration } from '../media/duration.ts';
import { assetQuery } from '../media/media-queries.ts';
import { useWorkspace } from '../session.ts';

/** The upload that an item plays, if it plays one. */
export const recordingOf = (kind: ItemKind, content: unknown): string | null =>
  kindOf(kind).recordings(content as ItemContent)[0] ?? null;

/** Where the player stands on the page of an episode or a video. */
export function PreviewPlayer({ assetId }: { assetId: string }) {
  const { id } = useWorkspace();
  const { data } = useQuery(assetQuery(id, assetId));
  return (
    <p className="figures mt-1 flex items-center gap-2.5 text-small text-ink-soft">
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-on-accent">
        <Play aria-hidden className="size-4" />
      </span>
      <span aria-hidden className="h-1 grow rounded-full bg-hover" />
      {data?.duration ? <span>{sayDuration(data.duration)}</span> : <span>Player</span>}
    </p>
  );
}
