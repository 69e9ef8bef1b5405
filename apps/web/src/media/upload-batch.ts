import { announce } from '../ui/announcer.tsx';
import { sayBytes } from './bytes.ts';
import type { Upload } from './upload-store.ts';

/** Whether it is still to arrive, paused or not. */
export const isOnItsWay = ({ state }: Upload): boolean =>
  state !== 'arrived' && state !== 'failed' && state !== 'unfinished';

/** Uploads that are on their way together, and those of them that arrived. */
export interface Batch {
  onTheirWay: readonly Upload[];
  files: number;
  arrived: number;
  bytes: number;
  /** Bytes of those that the server has. */
  sent: number;
  /** None of what is left goes on before somebody says so. */
  isPaused: boolean;
}

export function batchOf(uploads: readonly Upload[]): Batch {
  const onTheirWay = uploads.filter(isOnItsWay);
  const all = uploads.filter((one) => isOnItsWay(one) || one.state === 'arrived');
  return {
    onTheirWay,
    files: all.length,
    arrived: all.length - onTheirWay.length,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    sent: all.reduce((sum, { bytes, share }) => sum + bytes * share, 0),
    isPaused: onTheirWay.length > 0 && onTheirWay.every(({ state }) => state === 'paused'),
  };
}

/** `12 of 30 uploaded, 340 MB of 1.2 GB` */
export function sayBatch({ files, arrived, bytes, sent, isPaused }: Batch): string {
  return `${arrived} of ${files} uploaded, ${sayBytes(sent)} of ${sayBytes(bytes)}${isPaused ? ', paused' : ''}`;
}

/** Those whose turn is still to come first: while others are stopped, none of them may begin. */
const waitingFirst = (uploads: readonly Upload[]) =>
  uploads.toSorted((one, other) => Number(other.state === 'waiting') - Number(one.state === 'waiting'));

export function pauseAll({ onTheirWay }: Batch): void {
  for (const { state, pause } of waitingFirst(onTheirWay)) if (state !== 'paused' && state !== 'checking') pause();
  announce('The uploads are paused.');
}

export function goOnWithAll({ onTheirWay }: Batch): void {
  for (const { state, goOn } of onTheirWay) if (state === 'paused') goOn();
  announce('The uploads are resumed.');
}

export function cancelAll({ onTheirWay }: Batch): void {
  for (const { cancel } of waitingFirst(onTheirWay)) cancel(true);
  announce(onTheirWay.length === 1 ? '1 upload cancelled.' : `${onTheirWay.length} uploads cancelled.`);
}

/**
 * Gives files to the unfinished uploads that they are of. Answers why the others were not taken, as sentences of their own.
 */
export function chooseAgain(unfinished: readonly Upload[], files: readonly File[]): string[] {
  const left = [...unfinished];
  return files.flatMap((file) => {
    // Two may have one name: each refuses what is not its file.
    const namesakes = left.filter(({ name }) => name === file.name);
    const reasons: string[] = [];
    for (const one of namesakes) {
      const reason = one.choose(file);
      if (reason === null) {
        left.splice(left.indexOf(one), 1);
        return [];
      }
      reasons.push(reason);
    }
    return [reasons[0] ?? `${file.name} is none of them.`];
  });
}
