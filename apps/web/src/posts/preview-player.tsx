import { useQueries } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { sayDuration } from '../media/duration.ts';
import { assetQuery } from '../media/media-queries.ts';
import { useWorkspace } from '../session.ts';
import { lengthOf, type Played } from './played.ts';

/** Where the player stands on the page of an episode or a video. */
export function PreviewPlayer({ played }: { played: Played }) {
  const { id } = useWorkspace();
  const uploads = useQueries({ queries: played.assetIds.map((assetId) => assetQuery(id, assetId)) });
  const length = lengthOf(
    played,
    uploads.map(({ data }) => data?.duration),
  );
  return (
    <p className="figures mt-1 flex items-center gap-2.5 text-small text-ink-soft">
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-on-accent">
        <Play aria-hidden className="size-4" />
      </span>
      <span aria-hidden className="h-1 grow rounded-full bg-hover" />
      {length ? <span>{sayDuration(length)}</span> : <span>Player</span>}
    </p>
  );
}
