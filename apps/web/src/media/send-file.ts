import type { Asset } from '@mobilise/contracts/media';
import type { Problem } from '@mobilise/contracts/problems';
import { defaultOptions, Upload as Tus } from 'tus-js-client';
import { askAtEnd, assetIn, checkOffset, type Failure, failureOf, mayPass } from './upload-answers.ts';

export interface SendingFile {
  /** Where uploads begin. */
  endpoint: string;
  /** The same file is known again by it after the page was loaded anew. */
  fingerprint: string;
  file: File;
  /** The upload whose place it takes. */
  replaces: string | undefined;
  /** Bytes in one request: proxies keep a whole request before they hand it on, and progress is only what has arrived. */
  pieceBytes?: number;
  onShare: (share: number) => void;
  /** The connection is lost; it goes on by itself. */
  onStalled: () => void;
  onDone: (asset: Asset) => void;
  onFailed: (problem: Problem) => void;
}

export interface Sending {
  start: () => void;
  /** Stops at once; `start` goes on where the server has got to. */
  pause: () => void;
  /** Stops for good; the server throws away what it has. */
  cancel: () => void;
}

const usualPiece = 16 * 1024 * 1024;
/** Milliseconds between tries while nothing comes back: twice as long each time, with jitter. */
const firstWait = 1000;
const longestWait = 30_000;
/** Failures of the server itself, one after the other, after which a person is told. */
const maxFaults = 4;

/** Sends a file by tus (https://tus.io): in pieces, on from where it was after anything that went wrong. */
export function sendFile(sending: SendingFile): Sending {
  const { endpoint, fingerprint, file, replaces, pieceBytes = usualPiece, ...tell } = sending;
  const { onShare, onStalled, onDone, onFailed } = tell;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = true;
  let isRefused = false;

  const begin = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!isStopped) tus.start();
  };
  // What the system knows about the connection saves the wait.
  const onOnline = () => timer !== undefined && begin();
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
    window.removeEventListener('online', onOnline);
  };
  const end = (made: Asset) => {
    stop();
    onDone(made);
  };
  const fail = ({ problem, status }: Failure) => {
    if (isStopped) return;
    tries += 1;
    isRefused = !mayPass(status) && status !== 401;
    // No room while others of this person's are under way is no fault: those end.
    const mayWait = status === null || status === 429;
    if (!mayPass(status) || (!mayWait && tries > maxFaults)) {
      stop();
      // The same bytes would be refused again, so there is nothing to go on with.
      if (isRefused) void forget(fingerprint);
      return onFailed(problem);
    }
    if (status === null) onStalled();
    timer = setTimeout(begin, Math.min(longestWait, firstWait * 2 ** (tries - 1)) * (0.5 + Math.random() / 2));
  };
  const tus = new Tus(file, {
    endpoint,
    metadata: { filename: file.name.slice(-255), filetype: file.type, ...(replaces && { replaces }) },
    fingerprint: () => Promise.resolve(fingerprint),
    removeFingerprintOnSuccess: true,
    urlStorage,
    chunkSize: pieceBytes,
    // Its own tries give up after some, and say nothing meanwhile.
    retryDelays: null,
    onProgress: (sent, total) => !isStopped && onShare(sent / total),
    onChunkComplete: () => {
      tries = 0;
    },
    onSuccess: ({ lastResponse }) => {
      const made = assetIn(lastResponse.getBody());
      if (made) return end(made);
      void askAtEnd(tus.url ?? '', file.size).then((answer) => ('problem' in answer ? fail(answer) : end(answer)));
    },
    onAfterResponse: checkOffset,
    onError: (error) => fail(failureOf(error)),
  });

  /** What the server refused it has not kept; without a connection it forgets by itself, a day later. */
  const giveUp = async () => {
    // What was left off before and did not go on yet is there all the same, and its room is taken.
    if (!isRefused) await resume(tus);
    await tus.abort(!isRefused).catch(() => undefined);
    await forget(fingerprint);
  };

  return {
    start: () => {
      isStopped = false;
      tries = 0;
      window.addEventListener('online', onOnline);
      void resume(tus).then(begin);
    },
    pause: () => {
      stop();
      void tus.abort();
    },
    cancel: () => {
      stop();
      void giveUp();
    },
  };
}

const { urlStorage: kept } = defaultOptions;
/** Where tus-js-client keeps what was begun. Without room there an upload cannot be found again, and goes on all the same. */
const urlStorage: typeof kept = {
  findAllUploads: () => kept.findAllUploads(),
  findUploadsByFingerprint: (fingerprint) => kept.findUploadsByFingerprint(fingerprint),
  removeUpload: (key) => kept.removeUpload(key),
  addUpload: async (fingerprint, upload) => {
    try {
      return await kept.addUpload(fingerprint, upload);
    } catch {
      return '';
    }
  },
};

/** Where the same file was left off before, if the server still has it. */
async function resume(tus: Tus): Promise<void> {
  if (tus.url) return;
  const [before] = await tus.findPreviousUploads();
  if (before) tus.resumeFromPreviousUpload(before);
}

async function forget(fingerprint: string): Promise<void> {
  for (const { urlStorageKey } of await urlStorage.findUploadsByFingerprint(fingerprint))
    await urlStorage.removeUpload(urlStorageKey);
}
