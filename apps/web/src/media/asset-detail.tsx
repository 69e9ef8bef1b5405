import { maxAltText } from '@mobilise/contracts/image';
import { type Asset, removeAsset, updateAsset } from '@mobilise/contracts/media';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, LoaderCircle, Trash2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { showNotice } from '../ui/toast.tsx';
import { sayBytes } from './bytes.ts';
import { FocalPoint } from './focal-point.tsx';
import { assetQuery, pictureOf } from './media-queries.ts';
import { RenditionList } from './rendition-list.tsx';

/** Everything about one upload, in the rail of the library. */
export function AssetDetail({ assetId, onClose }: { assetId: string; onClose: () => void }) {
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
        <Detail asset={asset.data} onGone={onClose} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </>
  );
}

/** Milliseconds a focal point stays where it is before it is saved. */
const settles = 500;

function Detail({ asset, onGone }: { asset: Asset; onGone: () => void }) {
  const { id: workspaceId, zone } = useWorkspace();
  const mayWrite = useCan('assets.write');
  const client = useQueryClient();
  const [isRemoving, setRemoving] = useState(false);
  const [alt, setAlt] = useState(asset.alt);
  const [point, setPoint] = useState(asset.focalPoint);
  const params = { workspace: workspaceId, asset: asset.id };
  const change = useMutation({
    meta: { shown: true },
    // One after the other, each with the version the one before made.
    scope: { id: asset.id },
    mutationFn: (body: { alt?: string; focalPoint?: { x: number; y: number } | null }) =>
      call(updateAsset, {
        params,
        body: {
          ...body,
          version: client.getQueryData(assetQuery(workspaceId, asset.id).queryKey)?.version ?? asset.version,
        },
      }),
    onSuccess: (changed) => {
      client.setQueryData(assetQuery(workspaceId, asset.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ['assets', workspaceId, 'list'] });
    },
    onError: () => client.invalidateQueries({ queryKey: assetQuery(workspaceId, asset.id).queryKey }),
  });
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: () => call(removeAsset, { params }),
    onSuccess: () => {
      onGone();
      showNotice({ text: `${asset.filename} is removed.` });
      void client.invalidateQueries({ queryKey: ['assets', workspaceId, 'list'] });
    },
  });
  const picture = pictureOf(asset, 640);
  const setFocalPoint = (focalPoint: { x: number; y: number } | null) => {
    if (focalPoint?.x === asset.focalPoint?.x && focalPoint?.y === asset.focalPoint?.y) return;
    change.mutate({ focalPoint });
  };
  // Every step of a key is no reason to render the crops again: the last one counts.
  const waiting = useRef<number>(undefined);
  const commit = () => {
    window.clearTimeout(waiting.current);
    waiting.current = window.setTimeout(() => setFocalPoint(latestPoint.current), settles);
  };
  const latestPoint = useRef(point);
  latestPoint.current = point;
  return (
    <div>
      <div className="flex flex-col gap-2 border-b border-line py-4">
        {asset.state === 'failed' && (
          <p role="alert" className="rounded-base border border-wrong bg-wrong-soft px-3 py-2">
            {asset.failure}
          </p>
        )}
        {picture && mayWrite ? (
          <FocalPoint picture={picture} value={point} onChange={setPoint} onCommit={commit} />
        ) : (
          picture && (
            <img
              src={picture.url}
              width={picture.width}
              height={picture.height}
              alt={asset.alt}
              className="h-auto w-full rounded-base border border-line"
            />
          )
        )}
        {asset.state === 'processing' && (
          <p role="status" className="flex items-center gap-2 text-ink-soft">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            Its sizes are being made. It can be used already.
          </p>
        )}
        {mayWrite && asset.focalPoint && (
          <Button
            size="small"
            className="self-start"
            onPress={() => {
              setPoint(null);
              setFocalPoint(null);
            }}
          >
            Let Mobilise choose the crop
          </Button>
        )}
      </div>
      <RailSection title="Usual alt text">
        {mayWrite ? (
          <>
            <TextArea
              label="Usual alt text"
              hideLabel
              rows={3}
              maxLength={maxAltText}
              value={alt}
              onChange={setAlt}
              description={`What the image shows, for people who cannot see it. Each use starts from this and may say it differently. ${alt.length} of ${maxAltText}`}
            />
            {alt !== asset.alt && (
              <Button
                look="primary"
                size="small"
                className="self-start"
                isPending={change.isPending}
                onPress={() => change.mutate({ alt })}
              >
                Save the alt text
              </Button>
            )}
          </>
        ) : (
          <p>{asset.alt || 'None was written.'}</p>
        )}
        <FormProblem error={change.error} />
      </RailSection>
      <RailSection title="Facts">
        <dl className="figures grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="text-ink-soft">Size</dt>
          <dd>
            {asset.width && asset.height ? `${asset.width} × ${asset.height} pixels, ` : ''}
            {sayBytes(asset.bytes)}
          </dd>
          <dt className="text-ink-soft">Type</dt>
          <dd>{asset.mime}</dd>
          <dt className="text-ink-soft">Uploaded</dt>
          <dd>
            {sayInstant(asset.createdAt, zone)} by {asset.createdBy}
          </dd>
        </dl>
      </RailSection>
      <RenditionList renditions={asset.renditions} />
      {mayWrite && (
        <RailSection title="Remove">
          <p className="text-ink-soft">An upload that an item or a post uses stays.</p>
          <Button look="danger" size="small" icon={Trash2} className="self-start" onPress={() => setRemoving(true)}>
            Remove the upload
          </Button>
        </RailSection>
      )}
      <Confirm
        title={`Remove ${asset.filename}?`}
        isOpen={isRemoving}
        onClose={() => {
          setRemoving(false);
          remove.reset();
        }}
        action="Remove it"
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        error={remove.error}
      >
        The file and all its sizes go. This cannot be undone.
      </Confirm>
    </div>
  );
}
