import { useSyncExternalStore } from 'react';

/**
 * `waiting` for its turn; `stalled`: the connection is lost, and it goes on by itself; `checking`: all is sent, the server
 * looks at it; `arrived` while others of the same part of the screen are on their way; `unfinished`: from before the page was
 * loaded again, so the file has to be chosen once more.
 */
export type UploadState =
  | 'waiting'
  | 'sending'
  | 'stalled'
  | 'checking'
  | 'paused'
  | 'arrived'
  | 'failed'
  | 'unfinished';

/** Whose uploads, and where to. */
export interface UploadPlace {
  workspaceId: string;
  userId: string;
}

/** One file on its way: `share` of it is sent, 0 to 1; `error` says why it did not arrive. */
export interface Upload {
  key: number;
  place: UploadPlace;
  name: string;
  /** What the same file is known again by, in this browser and by its locks. */
  fingerprint: string;
  bytes: number;
  state: UploadState;
  share: number;
  error: string | null;
  /** Who asked for it, and shows it while it is on the screen. */
  owner: symbol;
  pause: () => void;
  goOn: () => void;
  /** Takes it off the list, and what was sent of it off the server. Many at once are said once, by whoever asks. */
  cancel: (isQuiet?: boolean) => void;
  /** Stops it here; what was sent waits for its own person. */
  letGo: () => void;
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
let keys = 0;
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
  newKey: () => ++keys,
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
  /** Lets go of what others than this person began on this screen; null: of everything. */
  keepOnly: (userId: string | null) => {
    const others = uploads.filter(({ place }) => place.userId !== userId);
    if (others.length === 0) return;
    uploads = uploads.filter((one) => !others.includes(one));
    tell();
    for (const { letGo } of others) letGo();
  },
};

/** The library of a workspace shows whatever no other part of the screen does. */
export const libraryOf = ({ workspaceId }: UploadPlace) => Symbol.for(`library of ${workspaceId}`);

/** What a person has on its way to one workspace. */
export function uploadsTo(place: UploadPlace): readonly Upload[] {
  return uploads.filter((one) => one.place.workspaceId === place.workspaceId && one.place.userId === place.userId);
}

/** The same, told of changes. */
export function useUploadsTo(place: UploadPlace): readonly Upload[] {
  useSyncExternalStore(subscribe, uploadStore.all);
  return uploadsTo(place);
}

/** What a screen part that owns uploads shows: its own, and the library what no other part does. */
export function shownBy(owner: symbol, place: UploadPlace): readonly Upload[] {
  const isLibrary = owner === libraryOf(place);
  return uploadsTo(place).filter((one) => one.owner === owner || (isLibrary && !uploadStore.isShown(one.owner)));
}

/** What the tray of the shell shows: uploads whose own screen is not open, unless the library is. */
export function trayUploads(place: UploadPlace): readonly Upload[] {
  if (uploadStore.isShown(libraryOf(place))) return [];
  return uploadsTo(place).filter(({ owner }) => !uploadStore.isShown(owner));
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
