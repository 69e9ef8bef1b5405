import type { AudiogramPart, AudiogramShape } from '@mobilise/contracts/audiograms';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { MediaKind } from '@mobilise/contracts/media';

/**
 * Whatever is a film: of uploads, of revisions of videos, audiograms. One is made at a time in each publisher, and however long
 * it takes, nothing but another film waits for it.
 */
export const filmQueue = 'films';
/** The queue in which the files of an upload are made, by its kind. */
const renderQueues = {
  image: 'render-image',
  audio: 'render-audio',
  video: filmQueue,
} as const satisfies Record<MediaKind, string>;
/** Makes the files of revisions that are sound. */
const soundQueue = 'make-files';
/** Writes down what is said in an upload. */
export const transcribeQueue = 'transcripts';
/** Takes over a show from its feed. */
const importQueue = 'import-show';

const minutes = 60;
const hours = 60 * minutes;

/**
 * `stately`: of one key a job waits and a job runs, no more; so a request while one runs makes it run once more, and the
 * rest are one. Who works says so every few seconds: what a dead publisher had is somebody else's within a minute.
 */
const patient = {
  policy: 'stately',
  retryLimit: 4,
  retryDelay: 3,
  retryBackoff: true,
  heartbeatSeconds: 15,
  notify: true,
} as const;

/** Every queue with how it is worked through. A job runs no longer than `expireInSeconds`, however alive its publisher is. */
export const workQueues = {
  [renderQueues.image]: { ...patient, expireInSeconds: 10 * minutes },
  [renderQueues.audio]: { ...patient, expireInSeconds: 1 * hours },
  [filmQueue]: { ...patient, expireInSeconds: 12 * hours },
  [soundQueue]: { ...patient, expireInSeconds: 12 * hours },
  [transcribeQueue]: { ...patient, retryLimit: 1, expireInSeconds: 7 * hours },
  [importQueue]: { ...patient, expireInSeconds: 12 * hours },
} as const;
export type WorkQueue = keyof typeof workQueues;

/** Work as pg-boss is asked for it: what it is about by the word for it, the same as its key, and what goes before what. */
export interface Work {
  name: WorkQueue;
  data: Partial<Record<Subject, string>>;
  options: { singletonKey: string; priority?: number; expireInSeconds?: number };
}
export type Subject = 'assetId' | 'revisionId' | 'audiogram' | 'spokenIn' | 'importId';

const about = (name: WorkQueue, subject: Subject, key: string, priority = 0): Work => ({
  name,
  data: { [subject]: key },
  options: { singletonKey: key, priority },
});
/** Makes the files of an upload. */
export const renderWork = (kind: MediaKind, assetId: string) => about(renderQueues[kind], 'assetId', assetId);
/** Makes the files of a revision, for which posts wait: before any other film. */
export const filesWork = (kind: ItemKind, revisionId: string) =>
  about(kind === 'video' ? filmQueue : soundQueue, 'revisionId', revisionId, 2);
/** Makes a film of a part of an episode, which somebody has asked for. However it hangs, other films wait no longer than it is worth. */
export function audiogramWork(part: AudiogramJob): Work {
  const { options, ...work } = about(filmQueue, 'audiogram', audiogramKey(part), 1);
  const expireInSeconds = 1 * hours + Math.ceil(((part.end - part.start) / 1000) * 30);
  return { ...work, options: { ...options, expireInSeconds } };
}
/** Writes down what is said in an upload. */
export const transcribeWork = (assetId: string) => about(transcribeQueue, 'spokenIn', assetId);
/** Takes over a show from its feed. */
export const importWork = (importId: string) => about(importQueue, 'importId', importId);

/** An audiogram that is asked for: a part of the episode of a revision, in milliseconds from where it was trimmed to. */
export interface AudiogramJob extends AudiogramPart {
  revisionId: string;
}

/** One text for all that is asked for, so that the same is not made twice at once. */
export function audiogramKey({ revisionId, shape, ...stretch }: AudiogramJob): string {
  return `${revisionId} ${shape} ${sayStretch(stretch)}`;
}

export function audiogramOf(key: string): AudiogramJob {
  const [revisionId = '', shape, ...stretch] = key.split(' ');
  return { revisionId, shape: shape as AudiogramShape, ...stretchOf(stretch.join(' ')) };
}

type Stretch = Omit<AudiogramPart, 'shape'>;

/** `0 45000 captions`: what an audiogram shows, as its job and the recipe of its file say it. */
export function sayStretch({ start, end, captions }: Stretch): string {
  return `${start} ${end} ${captions ? 'captions' : 'bare'}`;
}

function stretchOf(said: string): Stretch {
  const [start, end, captions] = said.split(' ');
  return { start: Number(start), end: Number(end), captions: captions === 'captions' };
}

/** What was asked for, from the file that was made: its size tells the shape, the end of its recipe the stretch. */
export function audiogramIn(file: { revisionId: string; width: number; height: number; recipe: string }): AudiogramJob {
  const { revisionId, width, height, recipe } = file;
  const shape = width === height ? 'square' : width > height ? 'landscape' : 'portrait';
  return { revisionId, shape, ...stretchOf(recipe.split(':')[1] ?? '') };
}

/** The part of pg-boss that makes queues. */
interface Boss {
  createQueue: (name: string, options: (typeof workQueues)[WorkQueue]) => Promise<void>;
  updateQueue: (name: string, options: Omit<(typeof workQueues)[WorkQueue], 'policy'>) => Promise<void>;
}

/** Makes the queues, or brings those that are there up to date. */
export async function createWorkQueues(boss: Boss): Promise<void> {
  for (const [name, options] of Object.entries(workQueues)) {
    await boss.createQueue(name, options);
    const { policy: _, ...changeable } = options;
    await boss.updateQueue(name, changeable);
  }
}
