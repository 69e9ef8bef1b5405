import { useSyncExternalStore } from 'react';

/**
 * `waiting` for its turn; `stalled`: the connection is lost, and it goes on by itself; `checking`: all is sent, the server
 * looks at it; `unfinished`: from before the page was loaded again, so the file has to be chosen once more.
 */
export type UploadState = 'waiting' | 'sending' | 'stalled' | 'checking' | 'paused' | 'failed' | 'unfinished';

/** One file on its way: `share` of it is sent, 0 to 1; `error` says why it did not arrive. */
export interface Upload {
  key: number;
  name: string;
  state: UploadState;
  share: number;
  error: string | null;
  /** Who asked for it, and shows it while it is on the screen. */
  owner: symbol;
  pause: () => void;
  goOn: () => void;
  /** Takes it off the list, and what was sent of it off the server. */
  cancel: () => void;
  /** Null where the same file would be refused again. */
  retry: (() => void) | null;
  /** The file of an unfinished one, chosen again; answers why it is not that file, or null. */
  choose: (file: File) => string | null;
}

/*
 * What is on its way, beyond any screen: it goes on while a person moves about. In a file of its own because the shell looks
 * at it; what sends is loaded when there is something to send.
 */
let uploads: readonly Upload[] = [];
const screens = new Map<symbol, number>();
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const uploadStore = {
  all: () => uploads,
  put: (upload: Upload) => {
    const isKnown = uploads.some(({ key }) => key === upload.key);
    uploads = isKnown ? uploads.map((one) => (one.key === upload.key ? upload : one)) : [...uploads, upload];
    tell();
  },
  change: (key: number, to: Partial<Upload>) => {
    uploads = uploads.map((one) => (one.key === key ? { ...one, ...to } : one));
    tell();
  },
  drop: (key: number) => {
    uploads = uploads.filter((one) => one.key !== key);
    tell();
  },
  /** Says that the uploads of an owner are seen on this screen until the answer is called. */
  show: (owner: symbol) => {
    screens.set(owner, (screens.get(owner) ?? 0) + 1);
    uploads = [...uploads];
    tell();
    return () => {
      const left = (screens.get(owner) ?? 1) - 1;
      if (left > 0) screens.set(owner, left);
      else screens.delete(owner);
      uploads = [...uploads];
      tell();
    };
  },
  isShown: (owner: symbol) => screens.has(owner),
};

/** The library shows whatever no other part of the screen does. */
export const libraryOwner = Symbol('library');

export function useUploadList(): readonly Upload[] {
  return useSyncExternalStore(subscribe, uploadStore.all);
}

/** What the tray of the shell shows: uploads whose own screen is not open, unless the library is. */
export function trayUploads(all: readonly Upload[]): readonly Upload[] {
  return uploadStore.isShown(libraryOwner) ? [] : all.filter(({ owner }) => !uploadStore.isShown(owner));
}

/** Whose uploads, and where to. */
export interface UploadPlace {
  workspaceId: string;
  userId: string;
}

/** How the browser's storage names what a person began here; tus-js-client puts `tus::` before and a number after it. */
export const keyStart = ({ workspaceId, userId }: UploadPlace) => `tus::${userId}/${workspaceId}/`;

/** Whether anything was left unfinished here. */
export function hasUnfinished(place: UploadPlace): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(keyStart(place)));
  } catch {
    // Storage may be switched off.
    return false;
  }
}
