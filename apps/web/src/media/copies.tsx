import type { Asset, AssetCopy } from '@mobilise/contracts/media';
import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '../session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { copiesQuery } from './media-queries.ts';

/** How often the same file is in the library, and the way to the others: whose each is and since when tells them apart. */
export function Copies({
  asset,
  onOpen,
}: {
  asset: Pick<Asset, 'id' | 'deletedAt'>;
  onOpen: (assetId: string) => void;
}) {
  const { id: workspaceId, zone } = useWorkspace();
  const copies = useQuery(copiesQuery(workspaceId, asset.id));
  if (copies.error) return <ErrorState error={copies.error} onRetry={() => void copies.refetch()} />;
  if (!copies.data || copies.data.total === 0) return null;
  const { total, data } = copies.data;
  return (
    <div className="flex flex-col gap-1 border-l-2 border-wait py-1 pl-3">
      <p>
        The same file is in the library {sayTimes(asset.deletedAt ? total : total + 1)}.{' '}
        {total === 1 ? 'The other upload:' : 'The other uploads:'}
      </p>
      <ol className="flex list-decimal flex-col gap-1 pl-5">
        {data.map((copy) => (
          <li key={copy.id} className="wrap-anywhere">
            <button type="button" className="text-link text-left font-medium" onClick={() => onOpen(copy.id)}>
              {sayCopy(copy, zone)}
            </button>
            {copy.hasEnded && ' It may not be used any more: open it to see why.'}
          </li>
        ))}
      </ol>
      {total > data.length && <p className="text-small text-ink-soft">And {total - data.length} more.</p>}
    </div>
  );
}

const sayCopy = ({ filename, createdAt, createdBy }: AssetCopy, zone: string) =>
  `${filename}, uploaded ${sayInstant(createdAt, zone)} by ${createdBy}`;

const sayTimes = (times: number) => (times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`);
