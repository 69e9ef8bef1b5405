import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ImageUp, OctagonAlert } from 'lucide-react';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { whyEnded } from './asset-words.ts';
import { assetQuery } from './media-queries.ts';

const words = { image: 'picture', audio: 'recording', video: 'video' };

/**
 * Beside an upload in use: that it may not be used any more, and the newer file that has replaced it, to be taken in by whoever
 * writes.
 */
export function UploadNotes({ assetId, onUse }: { assetId: string; onUse: (assetId: string) => void }) {
  const { id, slug, zone } = useWorkspace();
  const { data: asset } = useQuery(assetQuery(id, assetId));
  if (!asset) return null;
  const why = whyEnded(asset, Temporal.Now.plainDateISO(zone).toString());
  return (
    <>
      {why && (
        <p className="flex items-start gap-2 border-l-2 border-wrong py-1 pl-3 text-body wrap-anywhere">
          <OctagonAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wrong" />
          <span>
            This {words[asset.kind]} may not be used any more: {why}.{' '}
            <Link to={`/w/${slug}/media` as string} search={{ asset: assetId } as never} className="text-link">
              See it in the library
            </Link>
          </span>
        </p>
      )}
      {asset.replacedBy && <NewerFile kind={asset.kind} newer={asset.replacedBy} onUse={onUse} />}
    </>
  );
}

function NewerFile({
  kind,
  newer,
  onUse,
}: {
  kind: keyof typeof words;
  newer: string;
  onUse: (assetId: string) => void;
}) {
  const { id } = useWorkspace();
  const { data: file } = useQuery(assetQuery(id, newer));
  return (
    <div className="flex flex-wrap items-center gap-2 border-l-2 border-wait py-1 pl-3 text-body">
      {file?.thumb ? (
        <img src={file.thumb} alt="" className="size-10 shrink-0 rounded-base object-cover" />
      ) : (
        <ImageUp aria-hidden className="size-4.5 shrink-0 text-wait" />
      )}
      <p className="min-w-48 grow basis-0 wrap-anywhere">
        There is a newer version of this {words[kind]}
        {file ? `: ${file.filename}.` : '.'}
      </p>
      <Button size="small" onPress={() => onUse(newer)}>
        Use it
      </Button>
    </div>
  );
}
