import type { Item } from '@mobilise/contracts/items';
import { CircleAlert } from 'lucide-react';
import { Progress } from '../ui/progress.tsx';

/** How far the files are that are made from an approved revision; nothing once they are there. */
export function FilesProgress({ files: { state, progress, failure } }: { files: Item['files'] }) {
  if (state === 'wanted')
    return (
      <Progress
        label={progress?.step ?? 'Waiting for its turn to be made'}
        value={progress === null ? null : progress.share}
      />
    );
  if (state === 'failed')
    return (
      <p className="flex items-start gap-2 wrap-anywhere">
        <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wrong" />
        {failure ?? 'The files could not be made.'}
      </p>
    );
  return null;
}
