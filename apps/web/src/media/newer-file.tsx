import { useQuery } from '@tanstack/react-query';
import { ImageUp } from 'lucide-react';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { assetQuery } from './media-queries.ts';

const words = { image: 'picture', audio: 'recording', video: 'video' };

/** Beside an upload in use that another has replaced: the newer file, to be taken in by whoever writes. */
export function NewerFile({ assetId, onUse }: { assetId: string; onUse: (assetId: string) => void }) {
  const { id } = useWorkspace();
  const { data: asset } = useQuery(assetQuery(id, assetId));
  const newer = asset?.replacedBy;
  const { data: file } = useQuery({ ...assetQuery(id, newer ?? ''), enabled: Boolean(newer) });
  if (!newer) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 border-l-2 border-wait py-1 pl-3 text-body">
      {file?.thumb ? (
        <img src={file.thumb} alt="" className="size-10 shrink-0 rounded-base object-cover" />
      ) : (
        <ImageUp aria-hidden className="size-4.5 shrink-0 text-wait" />
      )}
      <p className="min-w-48 grow basis-0 wrap-anywhere">
        There is a newer version of this {words[asset.kind]}
        {file ? `: ${file.filename}.` : '.'}
      </p>
      <Button size="small" onPress={() => onUse(newer)}>
        Use it
      </Button>
    </div>
  );
}
