import type { AudiogramPart, AudiogramShape } from '@mobilise/contracts/audiograms';
import type { MediaKind } from '@mobilise/contracts/media';

/** The queue in which the files of an upload are made, by its kind; jobs say `{ assetId }`. */
export const renderQueues = {
  image: 'render-image',
  audio: 'render-audio',
  video: 'render-video',
} as const satisfies Record<MediaKind, string>;
/** Makes the files of a revision; jobs say `{ revisionId }`. */
export const filesQueue = 'make-files';
/** Makes a film of a part of an episode; jobs say `{ audiogram }`, which `audiogramKey` spells. */
export const audiogramQueue = 'make-audiogram';
/** Writes down what is said in an upload; jobs say `{ assetId }`. */
export const transcribeQueue = 'transcribe';
/** Takes over a show from its feed; jobs say `{ importId }`. */
export const importQueue = 'import-show';

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
  [renderQueues.video]: { ...patient, expireInSeconds: 12 * hours },
  [filesQueue]: { ...patient, expireInSeconds: 12 * hours },
  [audiogramQueue]: { ...patient, expireInSeconds: 2 * hours },
  [transcribeQueue]: { ...patient, retryLimit: 1, expireInSeconds: 7 * hours },
  [importQueue]: { ...patient, expireInSeconds: 12 * hours },
} as const;
export type WorkQueue = keyof typeof workQueues;

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

/** What a job is sent with: the id of what it is about, and whether one such job of its queue runs at a time in the whole installation. */
export function jobOptions(key: string, { alone = false }: { alone?: boolean } = {}) {
  return { singletonKey: key, ...(alone && { group: { id: 'alone' } }) };
}
