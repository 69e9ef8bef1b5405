import { ChevronDown, ChevronUp, CircleAlert, FileQuestion, Pause, Play, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Progress } from '../ui/progress.tsx';
import { batchOf } from './upload-batch.ts';
import { BatchHead, FailedHead, UnfinishedHead } from './upload-heads.tsx';
import type { Upload, UploadState } from './upload-store.ts';

/** Rows that are always seen; more would push the page away that the files are for. */
const few = 3;

/**
 * Files on their way, each with its progress, and those that did not arrive with the reason. Of many, the first stand below a
 * line about all of them.
 */
export function UploadList({ uploads }: { uploads: readonly Upload[] }) {
  const [isWhole, setWhole] = useState(false);
  const failed = uploads.filter(({ state }) => state === 'failed');
  const rows = [...failed, ...uploads.filter(({ state }) => state !== 'failed' && state !== 'arrived')];
  if (rows.length === 0) return null;
  const batch = batchOf(uploads);
  const unfinished = rows.filter(({ state }) => state === 'unfinished');
  const hasMore = rows.length > few + 1;
  return (
    <section aria-label="Files to upload" className="flex flex-col rounded-base border-y border-line">
      {batch.files > 1 && batch.onTheirWay.length > 0 && <BatchHead batch={batch} />}
      {failed.length > 1 && <FailedHead failed={failed} />}
      {unfinished.length > 1 && <UnfinishedHead unfinished={unfinished} />}
      <ul aria-label="Uploads" className="flex flex-col">
        {(hasMore && !isWhole ? rows.slice(0, few) : rows).map((upload) => (
          <li key={upload.key} className="flex items-center gap-2 border-b border-line py-2 last:border-b-0">
            {upload.state === 'failed' ? (
              <Failed upload={upload} />
            ) : upload.state === 'unfinished' ? (
              <Unfinished upload={upload} />
            ) : (
              <OnItsWay upload={upload} />
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button
          size="small"
          look="quiet"
          icon={isWhole ? ChevronUp : ChevronDown}
          className="my-1 self-start"
          aria-expanded={isWhole}
          onPress={() => setWhole(!isWhole)}
        >
          {isWhole ? `Show ${few} of them` : `Show all ${rows.length}`}
        </Button>
      )}
    </section>
  );
}

const words: Partial<Record<UploadState, (name: string) => string>> = {
  waiting: (name) => `${name} waits for its turn`,
  stalled: (name) => `${name}: waiting for the connection`,
  checking: (name) => `Checking ${name}`,
  paused: (name) => `${name} is paused`,
};

function OnItsWay({ upload: { name, state, share, pause, goOn, cancel } }: { upload: Upload }) {
  return (
    <>
      <div className="min-w-0 grow wrap-anywhere">
        {/* A file that was sent whole is being looked at by the server. */}
        <Progress
          label={words[state]?.(name) ?? `Uploading ${name}`}
          value={state === 'checking' || (state === 'stalled' && share === 0) ? null : share}
        />
      </div>
      {state === 'paused' ? (
        <IconButton size="small" icon={Play} label={`Resume the upload of ${name}`} onPress={goOn} />
      ) : (
        <IconButton
          size="small"
          icon={Pause}
          label={`Pause the upload of ${name}`}
          isDisabled={state === 'checking'}
          onPress={pause}
        />
      )}
      <IconButton size="small" icon={X} label={`Cancel the upload of ${name}`} onPress={() => cancel()} />
    </>
  );
}

function Failed({ upload: { name, error, retry, cancel } }: { upload: Upload }) {
  return (
    <>
      <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wrong" />
      <p role="alert" className="min-w-0 grow wrap-anywhere">
        {!error?.includes(name) && <strong className="font-medium">{name}: </strong>}
        {error}
      </p>
      {retry && (
        <Button size="small" icon={RotateCw} onPress={retry}>
          Try again
        </Button>
      )}
      <IconButton size="small" icon={X} label={`Forget ${name}`} onPress={() => cancel()} />
    </>
  );
}

/** Browsers keep no files: what is half there goes on once the same file is chosen again. */
function Unfinished({ upload: { name, choose, cancel } }: { upload: Upload }) {
  const [other, setOther] = useState<string | null>(null);
  return (
    <>
      <FileQuestion aria-hidden className="size-4.5 shrink-0 text-wait" />
      <div className="min-w-0 grow wrap-anywhere">
        <p>
          <strong className="font-medium">{name}</strong> did not arrive completely. Choose the file again to go on.
        </p>
        {other && (
          <p role="alert" className="text-wrong">
            {other}
          </p>
        )}
      </div>
      <FileTrigger onSelect={(files) => files?.[0] && setOther(choose(files[0]))}>
        <Button size="small">Choose the file</Button>
      </FileTrigger>
      <IconButton size="small" icon={X} label={`Forget ${name}`} onPress={() => cancel()} />
    </>
  );
}
