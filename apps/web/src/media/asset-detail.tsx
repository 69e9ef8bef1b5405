import type { Asset } from '@mobilise/contracts/media';
import { sayDate } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ArrowRight, Crop, RotateCcw, Trash2, X } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { lazy } from '../lazy.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { goneOn, notUsed, sayUsed } from './asset-words.ts';
import { Consents } from './consents.tsx';
import { Copies } from './copies.tsx';
import { EmptyBin } from './empty-bin.tsx';
import { Facts } from './facts.tsx';
import { assetQuery, pictureOf } from './media-queries.ts';
import { Preview } from './preview.tsx';
import { ProcessingNote } from './processing-note.tsx';
import { RenditionList } from './rendition-list.tsx';
import { ReplaceSection } from './replace-section.tsx';
import { useMoveAssets } from './use-move-assets.ts';
import { WhereUsed } from './where-used.tsx';
import { WordsForm } from './words-form.tsx';

const CropsDialog = lazy(() => import('./crops-dialog.tsx'), 'CropsDialog');

interface DetailProps {
  onClose: () => void;
  /** Opens another upload in its place. */
  onOpen: (assetId: string) => void;
}

/** Everything about one upload, in the rail of the library. */
export function AssetDetail({ assetId, ...props }: DetailProps & { assetId: string }) {
  const { onClose } = props;
  const { id: workspaceId } = useWorkspace();
  const asset = useQuery(assetQuery(workspaceId, assetId));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // On a phone the detail takes the place of the list.
    if (matchMedia('(max-width: 1099px)').matches) heading.current?.focus();
  }, []);
  return (
    <>
      <div className="flex items-center gap-2 pt-4">
        <Button look="quiet" size="small" icon={ArrowLeft} onPress={onClose} className="-ml-2 min-[1100px]:hidden">
          Library
        </Button>
        <h2 ref={heading} tabIndex={-1} className="min-w-0 grow text-lead font-semibold wrap-anywhere">
          {asset.data?.filename ?? 'Upload'}
        </h2>
        <IconButton label="Close" icon={X} size="small" onPress={onClose} className="max-[1099px]:hidden" />
      </div>
      {asset.error ? (
        <ErrorState error={asset.error} onRetry={() => void asset.refetch()} />
      ) : asset.data ? (
        <Detail asset={asset.data} {...props} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </>
  );
}

function Detail({ asset, onClose, onOpen }: DetailProps & { asset: Asset }) {
  const mayWrite = useCan('assets.write');
  const [isCropping, setCropping] = useState(false);
  const isInBin = asset.deletedAt !== null;
  return (
    <div>
      <div className="flex flex-col gap-3 border-b border-line py-4">
        {asset.replacedBy && (
          <Standing
            action={
              <Button
                size="small"
                icon={ArrowRight}
                aria-label="Open the newer file"
                onPress={() => asset.replacedBy && onOpen(asset.replacedBy)}
              >
                Open it
              </Button>
            }
          >
            A newer file has replaced it. Items that use this one keep it until somebody takes the newer one.
          </Standing>
        )}
        {asset.sameAs && !asset.replacedBy && <Copies asset={asset} onOpen={onOpen} />}
        {asset.deletedAt && <InBin asset={asset} deletedAt={asset.deletedAt} onGone={onClose} />}
        <ProcessingNote asset={asset} />
        <Preview asset={asset} />
        {asset.kind === 'image' && mayWrite && !isInBin && pictureOf(asset, 640) && (
          <Button size="small" icon={Crop} className="self-start" onPress={() => setCropping(true)}>
            Focal point and crops
          </Button>
        )}
      </div>
      {!mayWrite && (
        <div className="py-4">
          <NoPermission action="assets.write" what="You can look at uploads. Your role does not change them." />
        </div>
      )}
      {!isInBin && <WordsForm asset={asset} />}
      <Facts asset={asset} />
      {!isInBin && <Consents assetId={asset.id} />}
      <WhereUsed assetId={asset.id} />
      {mayWrite && !isInBin && !asset.replacedBy && <ReplaceSection asset={asset} onOpen={onOpen} />}
      <RenditionList renditions={asset.renditions} />
      {mayWrite && !isInBin && <RemoveSection asset={asset} onGone={onClose} />}
      <Suspense>{isCropping && <CropsDialog asset={asset} onClose={() => setCropping(false)} />}</Suspense>
    </div>
  );
}

function Standing({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-l-2 border-wait py-1 pl-3">
      <p className="min-w-40 grow basis-0">{children}</p>
      {action}
    </div>
  );
}

function InBin({ asset, deletedAt, onGone }: { asset: Asset; deletedAt: string; onGone: () => void }) {
  const mayWrite = useCan('assets.write');
  const move = useMoveAssets();
  const restore = async () => {
    if ((await move([asset], 'restore')).length === 0) onGone();
  };
  return (
    <Standing
      action={
        <>
          {mayWrite && (
            <Button size="small" icon={RotateCcw} onPress={() => void restore()}>
              Restore
            </Button>
          )}
          <EmptyBin chosen={new Set([asset.id])} onDone={onGone} />
        </>
      }
    >
      It is in the bin, and will be deleted for good on {sayDate(goneOn(deletedAt))}.
    </Standing>
  );
}

function RemoveSection({ asset, onGone }: { asset: Asset; onGone: () => void }) {
  const move = useMoveAssets();
  const [isPending, setPending] = useState(false);
  const isUsed = sayUsed(asset.used) !== notUsed;
  const remove = async () => {
    setPending(true);
    if ((await move([asset], 'remove')).length === 0) onGone();
    else setPending(false);
  };
  return (
    <RailSection title="Remove">
      <p className="text-ink-soft">
        {isUsed
          ? `${sayUsed(asset.used)}, so it cannot be removed.`
          : 'It goes into the bin, where it can be restored for 30 days.'}
      </p>
      {!isUsed && (
        <Button
          look="danger"
          size="small"
          icon={Trash2}
          className="self-start"
          isPending={isPending}
          onPress={() => void remove()}
        >
          Put it in the bin
        </Button>
      )}
    </RailSection>
  );
}
