import { mayBeMadeAgain } from '@mobilise/contracts/making-failures';
import type { Asset } from '@mobilise/contracts/media';
import { CircleAlert, CirclePause, RotateCw } from 'lucide-react';
import { useCan } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { whyNotReady } from './asset-words.ts';
import { useAsset } from './use-asset.ts';

/** How far the files of an upload are, and what a person can do about it; nothing once all are there. */
export function ProcessingNote({ asset }: { asset: Asset }) {
  const mayWrite = useCan('assets.write');
  const { cancel, again } = useAsset(asset);
  const { state, progress } = asset;
  if (state === 'ready') return null;
  if (state === 'processing') {
    return (
      <div className="flex items-end gap-3">
        <div className="min-w-0 grow">
          <Progress label={progress?.step ?? 'Waiting for its turn'} value={progress?.share ?? null} />
          <p className="pt-1 text-small text-ink-soft">You can use it already.</p>
        </div>
        {mayWrite && (
          <Button size="small" isPending={cancel.isPending} onPress={() => cancel.mutate()}>
            Stop
          </Button>
        )}
      </div>
    );
  }
  const isFailed = state === 'failed';
  const Sign = isFailed ? CircleAlert : CirclePause;
  return (
    <div
      role={isFailed ? 'alert' : 'status'}
      className={`flex flex-wrap items-center gap-2 rounded-base border px-3 py-2 ${isFailed ? 'border-wrong bg-wrong-soft' : 'border-line bg-wait-soft'}`}
    >
      <Sign aria-hidden className={`size-4.5 shrink-0 ${isFailed ? 'text-wrong' : 'text-wait'}`} />
      <p className="min-w-40 grow basis-0">{whyNotReady(asset)}</p>
      {mayWrite && mayBeMadeAgain(asset) && (
        <Button size="small" icon={RotateCw} isPending={again.isPending} onPress={() => again.mutate()}>
          Make its files again
        </Button>
      )}
    </div>
  );
}
