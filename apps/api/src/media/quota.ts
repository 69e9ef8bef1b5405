import { Problem } from '@mobilise/contracts/problems';
import { inGigabytes, sayFull, usedBytes } from '@mobilise/db/quota';
import type { Scope } from '../scope.ts';

/** Milliseconds without a byte after which more of an upload is not expected any moment. */
const stillComing = 10 * 60_000;

/** An upload that is not whole yet. All are bytes. */
export interface Unfinished {
  /** Whether it is of whoever asks. */
  isOwn: boolean;
  /** That have come. */
  bytes: number;
  size: number;
  /** When bytes last came. */
  touched: Date;
}

/** Problem `quota_exceeded` unless so many bytes more fit. Asked before bytes are sent, and again before they are kept. */
export async function roomOrThrow(scope: Scope, quota: number, bytes: number): Promise<void> {
  const used = await usedBytes(scope);
  if (used + bytes > quota) throw full(sayFull(quota, used), { used, quota });
}

/**
 * Problem unless so many bytes fit beside all that has come, and is to come any moment, of unfinished uploads: `too_many_requests` where one person
 * would have more to come than half of the room that is left, so that nobody keeps others out by announcing; else `quota_exceeded`.
 * What was left behind keeps nobody from uploading: it counts with what has come of it.
 */
export async function roomBesideOrThrow(
  scope: Scope,
  quota: number,
  bytes: number,
  unfinished: readonly Unfinished[],
): Promise<void> {
  const used = await usedBytes(scope);
  const left = quota - used - unfinished.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes > left) throw full(sayFull(quota, quota - left), { used, quota });
  const coming = unfinished
    .filter(({ touched }) => scope.now.getTime() - touched.getTime() < stillComing)
    .sort((a, b) => a.touched.getTime() - b.touched.getTime());
  const own = coming.filter(({ isOwn }) => isOwn);
  if (toCome(own) > 0 && toCome(own) + bytes > left / 2)
    throw new Problem(
      'too_many_requests',
      `Of the uploads that you have under way ${inGigabytes(toCome(own))} are still to come. With this one that is more than half of the room that is left, which one person may not take. Finish or cancel some of them first.`,
    );
  if (toCome(coming) + bytes <= left) return;
  // The first moment at which it fits, should nothing more of them come.
  const freed = coming.findIndex((_, at) => toCome(coming.slice(at + 1)) + bytes <= left);
  const minutes = Math.ceil(((coming[freed]?.touched.getTime() ?? 0) + stillComing - scope.now.getTime()) / 60_000);
  const message = `This workspace has ${inGigabytes(left)} left, of which ${inGigabytes(toCome(coming))} are kept for uploads that are under way. Wait until some have arrived or are cancelled; what nobody goes on sending gives its room back, which is enough for this file in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}`;
  throw full(message, { used, quota });
}

const toCome = (unfinished: readonly Unfinished[]) =>
  unfinished.reduce((sum, { bytes, size }) => sum + Math.max(0, size - bytes), 0);

function full(message: string, extra: { used: number; quota: number }): Problem {
  return new Problem('quota_exceeded', `${message}.`, { fields: [{ field: 'file', message }], extra });
}
