import { FileQuestion, Pause, Play, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Progress } from '../ui/progress.tsx';
import { type Batch, cancelAll, chooseAgain, goOnWithAll, pauseAll, sayBatch } from './upload-batch.ts';
import type { Upload } from './upload-store.ts';

/** Above several files on their way: how far they are together, and what can be done with all of them. */
export function BatchHead({ batch }: { batch: Batch }) {
  const [isAsking, setAsking] = useState(false);
  const { files, arrived, bytes, sent, isPaused, onTheirWay } = batch;
  useQuarters(arrived, files);
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2 py-2">
      <div className="min-w-52 grow">
        <Progress label={sayBatch(batch)} value={bytes > 0 ? sent / bytes : null} />
      </div>
      <div className="flex gap-2">
        {/* One button, which keeps the focus while it says the other. */}
        <Button
          size="small"
          icon={isPaused ? Play : Pause}
          onPress={() => (isPaused ? goOnWithAll(batch) : pauseAll(batch))}
        >
          {isPaused ? 'Resume all' : 'Pause all'}
        </Button>
        <Button size="small" icon={X} onPress={() => setAsking(true)}>
          Cancel all
        </Button>
      </div>
      <Confirm
        title={onTheirWay.length === 1 ? 'Cancel the last upload?' : `Cancel ${onTheirWay.length} uploads?`}
        isOpen={isAsking && onTheirWay.length > 0}
        onClose={() => setAsking(false)}
        action="Cancel all"
        onConfirm={() => {
          setAsking(false);
          cancelAll(batch);
        }}
      >
        What has arrived stays in the library.
      </Confirm>
    </div>
  );
}

/** Says how many arrived at each quarter of the way: whoever cannot see the bar hears that it moves, and not thirty sentences. */
function useQuarters(arrived: number, files: number): void {
  const quarter = Math.floor((4 * arrived) / files);
  const said = useRef(quarter);
  useEffect(() => {
    if (quarter > said.current) announce(`${arrived} of ${files} uploaded.`);
    said.current = quarter;
  }, [quarter, arrived, files]);
}

/** Above several that did not arrive: they have been read, and go together. */
export function FailedHead({ failed }: { failed: readonly Upload[] }) {
  return (
    <div className="flex flex-wrap items-center gap-2 py-2">
      <p className="min-w-52 grow font-medium">{failed.length} files did not arrive.</p>
      <ForgetAll uploads={failed} />
    </div>
  );
}

/** Above several that an earlier visit left: their files are chosen at one go. */
export function UnfinishedHead({ unfinished }: { unfinished: readonly Upload[] }) {
  const [others, setOthers] = useState<readonly string[]>([]);
  return (
    <div className="flex flex-wrap items-center gap-2 py-2">
      <FileQuestion aria-hidden className="size-4.5 shrink-0 text-wait" />
      <div className="min-w-52 grow wrap-anywhere">
        <p>{unfinished.length} files did not arrive completely. Choose them again, all at once, to go on.</p>
        {others.length > 0 && (
          <p role="alert" className="text-wrong">
            {others.slice(0, 3).join(' ')}
            {others.length > 3 && ` ${others.length - 3} more do not fit either.`}
          </p>
        )}
      </div>
      <FileTrigger allowsMultiple onSelect={(files) => setOthers(chooseAgain(unfinished, [...(files ?? [])]))}>
        <Button size="small">Choose the files</Button>
      </FileTrigger>
      <ForgetAll uploads={unfinished} />
    </div>
  );
}

function ForgetAll({ uploads }: { uploads: readonly Upload[] }) {
  return (
    <Button
      size="small"
      icon={X}
      onPress={() => {
        for (const { cancel } of uploads) cancel(true);
        announce(`${uploads.length} uploads are forgotten.`);
      }}
    >
      Forget all
    </Button>
  );
}
