import type { Audiogram } from '@mobilise/contracts/audiograms';
import { mayBeMadeAgain } from '@mobilise/contracts/making-failures';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { CircleAlert, Download, RotateCw, Square, Trash2 } from 'lucide-react';
import { sayBytes } from '../../media/bytes.ts';
import { fileNameOf } from '../../recordings/save-file.ts';
import { useCan } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { AnchorButton } from '../../ui/link-button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { showNotice, showProblem } from '../../ui/toast.tsx';
import { useItem } from '../item-context.ts';
import { isUnderWay, shapeWords, useAudiograms } from './audiogram-queries.ts';
import { KeepInLibrary } from './keep-in-library.tsx';

/** One audiogram: how far it is, why it failed, or the film itself, to be played, taken along and put into the library. */
export function AudiogramCard({
  itemId,
  audiogram,
  isOlder,
}: {
  itemId: string;
  audiogram: Audiogram;
  /** Another revision has audiograms of its own. */
  isOlder: boolean;
}) {
  const mayWrite = useCan('items.write');
  const { title, settle } = useItem();
  const { make, remove, stop } = useAudiograms(itemId);
  const { revision, shape, start, end, captions, state, progress, failure, file } = audiogram;
  const { label } = shapeWords[shape];
  const part = { shape, start, end, captions };
  const name = `${fileNameOf(title)}-${shape}.mp4`;
  const again = () =>
    make.mutate(
      { parts: [part], ...(settle && { settle }) },
      { onError: showProblem, onSuccess: () => isOlder && remove.mutate(audiogram) },
    );
  // Said also when the card is gone by then.
  const takeAway = () =>
    remove.mutateAsync(audiogram).then(() => {
      if (file === null) return;
      showNotice({ text: 'The audiogram is removed.', action: { label: 'Make it again', run: again } });
    }, showProblem);
  return (
    <li aria-label={`Audiogram, ${label}`} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-start justify-between gap-2">
        <p className="figures min-w-0">
          <span className="font-medium">{label}</span>
          <span className="text-ink-soft">
            {' '}
            · {sayTimecode(start)} to {sayTimecode(end)}
            {captions ? '' : ', without words'}
            {isOlder && `, from revision ${revision}`}
          </span>
        </p>
        {mayWrite && (file || !isUnderWay(audiogram)) && (
          <IconButton
            label={state === 'failed' ? `Forget it: ${label}` : `Remove the audiogram: ${label}`}
            icon={Trash2}
            size="small"
            onPress={takeAway}
          />
        )}
      </div>
      {isUnderWay(audiogram) && (
        <div className="flex items-end gap-3">
          <div className="min-w-0 grow">
            <Progress
              label={progress?.step ?? (state === 'waiting' ? 'Waiting for its turn' : 'Beginning')}
              value={progress?.share ?? null}
            />
          </div>
          {mayWrite && (
            <Button
              size="small"
              icon={Square}
              onPress={() => stop.mutate(audiogram, { onError: showProblem })}
              isPending={stop.isPending}
            >
              Stop
            </Button>
          )}
        </div>
      )}
      {state === 'failed' && (
        <div
          role="alert"
          className="flex flex-wrap items-center gap-2 rounded-base border border-wrong bg-wrong-soft px-3 py-2"
        >
          <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wrong" />
          <p className="min-w-40 grow basis-0 wrap-anywhere">{failure}</p>
          {mayWrite && mayBeMadeAgain(audiogram) && (
            <Button size="small" icon={RotateCw} onPress={again} isPending={make.isPending}>
              Try again
            </Button>
          )}
        </div>
      )}
      {file && (
        <>
          {/* biome-ignore lint/a11y/useMediaCaption: its words are drawn in it, and stand in the transcript */}
          <video
            controls
            playsInline
            preload="metadata"
            src={file.url}
            width={file.width}
            height={file.height}
            aria-label={`Audiogram, ${label}`}
            className="h-auto max-h-72 w-auto max-w-full self-start rounded-base bg-[black]"
          />
          <div className="flex flex-wrap items-center gap-2">
            <AnchorButton size="small" icon={Download} href={file.url} download={name}>
              Download<span className="sr-only"> the audiogram, {label}</span>
              <span className="figures font-normal text-ink-soft">{sayBytes(file.bytes)}</span>
            </AnchorButton>
            <KeepInLibrary url={file.url} name={name} label={label} />
          </div>
        </>
      )}
    </li>
  );
}
