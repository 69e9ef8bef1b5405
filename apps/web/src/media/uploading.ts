import type { Asset, MediaKind } from '@mobilise/contracts/media';
import { newId } from '@mobilise/contracts/new-id';
import { Problem, type ProblemCode } from '@mobilise/contracts/problems';
import { createUpload } from '@mobilise/contracts/uploads';
import { addressOf } from '../call.ts';
import { announce } from '../ui/announcer.tsx';
import { wordsOf } from '../ui/form-problem.tsx';
import { showNotice } from '../ui/toast.tsx';
import { refusal } from './accepted.ts';
import { type Sending, sendFile } from './send-file.ts';
import { fingerprintOf, isOfFile } from './unfinished.ts';
import { isOnItsWay } from './upload-batch.ts';
import { libraryOf, type UploadPlace, uploadStore, uploadsTo } from './upload-store.ts';

/** What is asked for with a file. */
export interface Wanted {
  owner: symbol;
  kinds: readonly MediaKind[];
  replaces?: string | undefined;
  /** Called wherever the person is by then. */
  onDone: (asset: Asset) => void;
}

/** Refusals of the file itself: the same again would be refused again. */
const unusable = new Set<ProblemCode>([
  'media_type_unsupported',
  'media_type_mismatch',
  'media_corrupt',
  'too_large',
  'invalid_request',
]);
/** Files sent at one time; more would only share the same line. */
const atOnce = 3;
const queue: { key: number; sending: Sending }[] = [];
const running = new Set<number>();
/** Names and owners of those that arrived since nothing was on its way: said together at the end. */
let arrived: { name: string; owner: symbol }[] = [];

function work(): void {
  while (running.size < atOnce) {
    const next = queue.shift();
    if (!next) break;
    running.add(next.key);
    uploadStore.change(next.key, { state: 'sending' });
    next.sending.start();
  }
  watchClosing();
}

/** Makes room for the next, and says what is new: `news`, and what arrived once nothing is on its way any more. */
function leave(key: number, news: string | null = null): void {
  running.delete(key);
  const at = queue.findIndex((one) => one.key === key);
  if (at >= 0) queue.splice(at, 1);
  work();
  const said = [news, running.size === 0 ? takeArrived() : null].filter(Boolean).join(' ');
  if (said) announce(said);
}

/** What arrived is counted until nothing else that was asked for there is on its way. */
function forgetArrived(owner: symbol): void {
  const own = uploadStore.all().filter((one) => one.owner === owner);
  if (!own.some(isOnItsWay)) for (const { key, state } of own) if (state === 'arrived') uploadStore.drop(key);
}

/** What arrived, in words; null where there is nothing to say, or a notice says it: the screen that asked is gone. */
function takeArrived(): string | null {
  if (arrived.length === 0) return null;
  const text = arrived.length === 1 ? `${arrived[0]?.name} uploaded.` : `${arrived.length} files uploaded.`;
  const isSeen = arrived.every(({ owner }) => uploadStore.isShown(owner));
  arrived = [];
  if (isSeen) return text;
  showNotice({ text: `${text} Find what you uploaded under Media.` });
  return null;
}

/** Puts a file in the queue. One that was begun before goes on where it was. */
export function beginUpload(place: UploadPlace, file: File, wanted: Wanted): void {
  const { owner, kinds, replaces } = wanted;
  const { name } = file;
  const refused = refusal(file, kinds);
  const fingerprint = claimFingerprint(place, file, replaces);
  const key = uploadStore.newKey();
  const release = holdLock(fingerprint);
  const end = (news: string | null = null) => {
    release();
    uploadStore.drop(key);
    forgetArrived(owner);
    leave(key, news);
  };
  const sending = sendFile({
    ...{ endpoint: addressOf(createUpload, { params: { workspace: place.workspaceId } }), fingerprint, file, replaces },
    onShare: (share) => uploadStore.change(key, { share, state: share < 1 ? 'sending' : 'checking' }),
    onStalled: () => {
      if (uploadStore.all().every(({ state }) => state !== 'stalled')) announce('Waiting for the connection');
      uploadStore.change(key, { state: 'stalled' });
    },
    onDone: (asset) => {
      arrived.push({ name, owner });
      if (asset.sameAs) {
        const ended = asset.sameAs.hasEnded ? ', which may not be used any more' : '';
        showNotice({ text: `${name} is in the library already, as ${asset.sameAs.filename}${ended}.` });
      }
      release();
      uploadStore.change(key, { state: 'arrived', share: 1 });
      forgetArrived(owner);
      leave(key);
      wanted.onDone(asset);
    },
    onFailed: (problem) => {
      const { detail } = wordsOf(problem);
      const isOfNoUse = problem instanceof Problem && unusable.has(problem.code);
      uploadStore.change(key, { state: 'failed', error: detail, ...(isOfNoUse && { retry: null }) });
      forgetArrived(owner);
      // Where the list is on the screen, the row says it itself.
      const isSeen = uploadStore.isShown(owner) || uploadStore.isShown(libraryOf(place));
      leave(key, isSeen ? null : `${name} did not arrive. ${detail}`);
    },
  });
  const enqueue = () => {
    uploadStore.change(key, { state: 'waiting', error: null });
    queue.push({ key, sending });
    work();
  };
  uploadStore.put({
    ...{ key, place, name, fingerprint, bytes: file.size, share: 0, owner },
    state: refused ? 'failed' : 'waiting',
    error: refused?.message ?? null,
    pause: () => {
      sending.pause();
      uploadStore.change(key, { state: 'paused' });
      leave(key);
    },
    goOn: enqueue,
    retry: refused ? null : enqueue,
    cancel: (isQuiet = false) => {
      const wasFailed = uploadStore.all().some((one) => one.key === key && one.state === 'failed');
      if (!refused) sending.cancel();
      end(wasFailed || isQuiet ? null : `Upload of ${name} cancelled.`);
    },
    letGo: () => {
      sending.pause();
      end();
    },
    choose: () => null,
  });
  if (!refused) enqueue();
}

/** What a file is known by from now on. A row of the same file, when one waits for it to be chosen again, makes way. */
function claimFingerprint(place: UploadPlace, file: File, replaces: string | undefined): string {
  const usual = fingerprintOf(place, file, replaces);
  const same = uploadsTo(place).filter(({ fingerprint, state }) => state !== 'arrived' && isOfFile(fingerprint, usual));
  const left = same.find(({ state }) => state === 'unfinished');
  if (left) uploadStore.drop(left.key);
  // The same file twice at one time: two uploads, which must not write into one another.
  return left?.fingerprint ?? (same.length > 0 ? `${usual}/${newId()}` : usual);
}

/** Tells other tabs that an upload goes on here, until the answer is called. Browsers have locks on safe connections alone. */
function holdLock(name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks?.request(name, () => promise);
  return resolve;
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** Browsers ask before a page is closed on which something is on its way. */
function watchClosing(): void {
  if (uploadStore.all().some(isOnItsWay)) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
}
