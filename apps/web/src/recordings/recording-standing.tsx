import { type Asset, cancelProcessing, processAgain } from '@mobilise/contracts/media';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, RotateCw, TriangleAlert } from 'lucide-react';
import { call } from '../call.ts';
import { sayBytes } from '../media/bytes.ts';
import { sayDuration } from '../media/duration.ts';
import { assetQuery } from '../media/media-queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';

/** How an upload of sound or film stands: what is being made from it, what it is, what somebody should know about it. */
export function RecordingStanding({ asset }: { asset: Asset }) {
  const { id: workspaceId, slug } = useWorkspace();
  const mayWrite = useCan('assets.write');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (route: typeof processAgain | typeof cancelProcessing) =>
      call(route, { params: { workspace: workspaceId, asset: asset.id } }),
    onSuccess: (changed) => client.setQueryData(assetQuery(workspaceId, asset.id).queryKey, changed),
  });
  const ended = asset.consents.filter((consent) => consent.ended).map(({ person }) => person);
  const warnings = [
    ...asset.warnings,
    ...ended.map((person) => `The consent of ${person} has ended or was withdrawn.`),
  ];
  return (
    <div className="flex flex-col gap-2">
      <p className="figures text-small text-ink-soft">
        <Link
          to={`/w/${slug}/media` as string}
          search={{ asset: asset.id } as never}
          className="text-link font-medium wrap-anywhere"
        >
          {asset.filename}
        </Link>
        {factsOf(asset).map((fact) => ` · ${fact}`)}
      </p>
      {asset.state === 'processing' && (
        <div className="flex items-end gap-3">
          <div className="grow">
            <Progress
              label={asset.progress?.step ?? 'Waiting for its turn to be prepared'}
              value={asset.progress?.share ?? null}
            />
          </div>
          {mayWrite && (
            <Button size="small" onPress={() => change.mutate(cancelProcessing)} isPending={change.isPending}>
              Stop
            </Button>
          )}
        </div>
      )}
      {(asset.state === 'failed' || asset.state === 'cancelled') && (
        <div
          role={asset.state === 'failed' ? 'alert' : undefined}
          className="flex flex-wrap items-center gap-3 rounded-base border border-wrong bg-wrong-soft px-3 py-2"
        >
          <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wrong" />
          <p className="min-w-48 grow">
            {asset.state === 'failed'
              ? asset.failure
              : 'Somebody stopped the making of its files. It cannot be played or published without them.'}
          </p>
          {mayWrite && (
            <Button
              size="small"
              icon={RotateCw}
              onPress={() => change.mutate(processAgain)}
              isPending={change.isPending}
            >
              Try again
            </Button>
          )}
        </div>
      )}
      {warnings.length > 0 && (
        <ul className="flex flex-col gap-1">
          {warnings.map((warning) => (
            <li key={warning} className="flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
              {warning}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const channelWords: Record<number, string> = { 1: 'mono', 2: 'stereo' };

/** `42:10`, `stereo`, `−18.2 LUFS`: what is known of it. */
function factsOf({ duration, bytes, width, height, facts }: Asset): string[] {
  const { channels, loudness, fps, sound } = facts;
  return [
    ...(duration === null ? [] : [sayDuration(duration)]),
    ...(width && height ? [`${width} × ${height}`] : []),
    ...(fps ? [`${Math.round(fps * 100) / 100} frames a second`] : []),
    ...(sound === false ? ['no sound'] : channels ? [channelWords[channels] ?? `${channels} channels`] : []),
    ...(loudness === undefined ? [] : [`${loudness.toFixed(1).replace('-', '−')} LUFS`]),
    sayBytes(bytes),
  ];
}
