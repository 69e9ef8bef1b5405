import { type Asset, asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { type DetailedError, defaultOptions, Upload as Tus } from 'tus-js-client';
import { problemFrom, unreachable } from '../call.ts';

export interface SendingFile {
  /** Where uploads begin. */
  endpoint: string;
  /** The same file is known again by it after the page was loaded anew. */
  fingerprint: string;
  file: File;
  /** The upload whose place it takes. */
  replaces: string | undefined;
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

/** Bytes in one request: proxies keep a whole request before they hand it on, and progress is only what has arrived. */
const pieceBytes = 16 * 1024 * 1024;
/** Milliseconds between tries while nothing comes back: twice as long each time, with jitter. */
const firstWait = 1000;
const longestWait = 30_000;
/** Failures of the server itself, one after the other, after which a person is told. */
const maxFaults = 4;

/** Sends a file by tus (https://tus.io): in pieces, on from where it was after anything that went wrong. */
export function sendFile(sending: SendingFile): Sending {
  const { endpoint, fingerprint, file, replaces, onShare, onStalled, onDone, onFailed } = sending;
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
  const fail = (problem: Problem, status: number | null) => {
    if (isStopped) return;
    tries += 1;
    isRefused = !mayPass(status);
    if (isRefused || (status !== null && tries > maxFaults)) {
      stop();
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
    chunkSize: pieceBytes,
    // Its own tries give up after some, and say nothing meanwhile.
    retryDelays: null,
    onProgress: (sent, total) => !isStopped && onShare(sent / total),
    onChunkComplete: () => {
      tries = 0;
    },
    onSuccess: ({ lastResponse }) => {
      const made = asset.safeParse(parse(lastResponse.getBody()));
      if (made.success) end(made.data);
      else askAtEnd(tus.url ?? '', file.size).then(end, (error) => fail(error, error.status ?? null));
    },
    onError: (error) => {
      const { originalResponse: response } = error as DetailedError;
      const status = response?.getStatus() || null;
      fail(status ? problemFrom(parse(response?.getBody() ?? ''), status) : unreachable(error), status);
    },
  });

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
      // What the server refused it has not kept; without a connection it forgets by itself, a day later.
      void tus.abort(!isRefused).catch(() => undefined);
      void forget(fingerprint);
    },
  };
}

/** Where the same file was left off before, if the server still has it. */
async function resume(tus: Tus): Promise<void> {
  if (tus.url) return;
  const [before] = await tus.findPreviousUploads();
  if (before) tus.resumeFromPreviousUpload(before);
}

async function forget(fingerprint: string): Promise<void> {
  const { urlStorage } = defaultOptions;
  for (const { urlStorageKey } of await urlStorage.findUploadsByFingerprint(fingerprint))
    await urlStorage.removeUpload(urlStorageKey);
}

/** Nothing came back, the server is away or busy, or another request still holds the upload: it may pass. */
const mayPass = (status: number | null) =>
  status === null || status >= 500 || status === 409 || status === 423 || status === 429;

/** What became of an upload that is there to its last byte, when the answer to that byte was lost. */
async function askAtEnd(url: string, size: number): Promise<Asset> {
  const response = await fetch(url, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': String(size),
      'Content-Type': 'application/offset+octet-stream',
    },
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
  const answer = parse(await response.text());
  if (!response.ok) throw Object.assign(problemFrom(answer, response.status), { status: response.status });
  const made = asset.safeParse(answer);
  if (made.success) return made.data;
  throw Object.assign(
    new Problem('internal', 'The server answered something this page does not understand. Reload the page.', {
      cause: made.error,
    }),
    { status: 400 },
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
