import { type Asset, createUpload, type MediaKind } from '@mobilise/contracts/media';
import { addressOf } from '../call.ts';
import { announce } from '../ui/announcer.tsx';
import { wordsOf } from '../ui/form-problem.tsx';
import { showNotice } from '../ui/toast.tsx';
import { refusal } from './accepted.ts';
import { sayBytes } from './bytes.ts';
import { type Sending, sendFile } from './send-file.ts';
import { fingerprintOf, readUnfinished, type Unfinished } from './unfinished.ts';
import { libraryOwner, type Upload, type UploadPlace, uploadStore } from './upload-store.ts';

/** What is asked for with a file. */
export interface Wanted {
  owner: symbol;
  kinds: readonly MediaKind[];
  replaces?: string | undefined;
  /** Called wherever the person is by then. */
  onDone: (asset: Asset) => void;
}

/** Files sent at one time; more would only share the same line. */
const atOnce = 3;
let nextKey = 1;
const queue: { key: number; sending: Sending }[] = [];
const running = new Set<number>();
/** Names of those that arrived since nothing was on its way: said together at the end. */
let arrived: string[] = [];

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

function leave(key: number): void {
  running.delete(key);
  const at = queue.findIndex((one) => one.key === key);
  if (at >= 0) queue.splice(at, 1);
  work();
}

/** Puts a file in the queue. One that was begun before goes on where it was. */
export function beginUpload(place: UploadPlace, file: File, wanted: Wanted): void {
  const key = nextKey++;
  const { owner, kinds, replaces } = wanted;
  const refused = refusal(file, kinds);
  const fingerprint = claimFingerprint(place, file, key, replaces);
  const release = holdLock(fingerprint);
  const end = () => {
    release();
    drop(key);
    leave(key);
  };
  const sending = sendFile({
    ...{ endpoint: addressOf(createUpload, { params: { workspace: place.workspaceId } }), fingerprint, file, replaces },
    onShare: (share) => uploadStore.change(key, { share, state: share < 1 ? 'sending' : 'checking' }),
    onStalled: () => {
      if (uploadStore.all().every(({ state }) => state !== 'stalled')) announce('Waiting for the connection');
      uploadStore.change(key, { state: 'stalled' });
    },
    onDone: (asset) => {
      arrived.push(file.name);
      end();
      if (asset.sameAs) showNotice({ text: `${file.name} was in the library already, as ${asset.sameAs.filename}.` });
      if (running.size + queue.length === 0) sayArrived(!uploadStore.isShown(owner));
      wanted.onDone(asset);
    },
    onFailed: (problem) => {
      uploadStore.change(key, { state: 'failed', error: wordsOf(problem).detail });
      leave(key);
    },
  });
  const enqueue = () => {
    uploadStore.change(key, { state: 'waiting', error: null });
    queue.push({ key, sending });
    work();
  };
  uploadStore.put({
    ...{ key, name: file.name, share: 0, owner },
    state: refused ? 'failed' : 'waiting',
    error: refused?.message ?? null,
    pause: () => {
      sending.pause();
      uploadStore.change(key, { state: 'paused' });
      leave(key);
    },
    goOn: enqueue,
    retry: refused ? null : enqueue,
    cancel: () => {
      const wasFailed = uploadStore.all().some((one) => one.key === key && one.state === 'failed');
      if (!refused) sending.cancel();
      end();
      if (!wasFailed) announce(`Upload of ${file.name} cancelled`);
    },
    choose: () => null,
  });
  if (!refused) enqueue();
}

/** Says what arrived, once nothing is on its way any more; seen, too, where the screen that asked for it is gone. */
function sayArrived(isElsewhere: boolean): void {
  const text = arrived.length === 1 ? `${arrived[0]} uploaded` : `${arrived.length} files uploaded`;
  arrived = [];
  if (isElsewhere) showNotice({ text: `${text}. You find what you uploaded under Media.` });
  else announce(text);
}

/** Fingerprints of all that is listed, by key. */
const fingerprints = new Map<number, string>();

function drop(key: number): void {
  fingerprints.delete(key);
  uploadStore.drop(key);
}

/** What a file is known by from now on. Its row, when one waits for it to be chosen again, makes way. */
function claimFingerprint(place: UploadPlace, file: File, key: number, replaces: string | undefined): string {
  const usual = fingerprintOf(place, file, replaces);
  const known = uploadStore.all().find((one) => one.key !== key && fingerprints.get(one.key) === usual);
  if (known?.state === 'unfinished') drop(known.key);
  // The same file twice at one time: two uploads, which must not write into one another.
  const fingerprint = known && known.state !== 'unfinished' ? `${usual}/${key}` : usual;
  fingerprints.set(key, fingerprint);
  return fingerprint;
}

/** Tells other tabs that an upload goes on here, until the answer is called. Browsers have locks on safe connections alone. */
function holdLock(name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks?.request(name, () => promise);
  return resolve;
}

/** Lists what an earlier visit left unfinished and no other tab goes on with. */
export async function listUnfinished(place: UploadPlace, wanted: Omit<Wanted, 'owner' | 'replaces'>): Promise<void> {
  const elsewhere = (await navigator.locks?.query())?.held?.map(({ name }) => name) ?? [];
  for (const one of readUnfinished(place, localStorage, Date.now())) {
    const isKnown = elsewhere.includes(one.fingerprint) || [...fingerprints.values()].includes(one.fingerprint);
    if (!isKnown) putUnfinished(place, one, wanted);
  }
}

function putUnfinished(place: UploadPlace, one: Unfinished, wanted: Omit<Wanted, 'owner' | 'replaces'>): void {
  const key = nextKey++;
  fingerprints.set(key, one.fingerprint);
  const nothing = () => undefined;
  uploadStore.put({
    ...{ key, name: one.name, state: 'unfinished', share: 0, error: null, owner: libraryOwner },
    ...{ pause: nothing, goOn: nothing, retry: null },
    cancel: () => {
      localStorage.removeItem(one.storageKey);
      drop(key);
      // Without a connection the server forgets it by itself, a day later.
      void fetch(one.url, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } }).catch(nothing);
    },
    choose: (file) => {
      if (fingerprintOf(place, file, one.replaces) !== one.fingerprint) return sayOther(file, one);
      beginUpload(place, file, { ...wanted, owner: libraryOwner, replaces: one.replaces });
      return null;
    },
  });
}

function sayOther(file: File, { name, size }: Unfinished): string {
  if (file.name !== name) return `This is ${file.name}. Choose ${name}.`;
  if (file.size !== size)
    return `This ${name} has ${sayBytes(file.size)}, the one you began with has ${sayBytes(size)}. Upload it anew, or choose the other.`;
  return `${name} was changed since you began. Upload it anew.`;
}

const isOnItsWay = ({ state }: Upload) => state !== 'failed' && state !== 'unfinished';
const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** Browsers ask before a page is closed on which something is on its way. */
function watchClosing(): void {
  if (uploadStore.all().some(isOnItsWay)) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
}
