import { createHash } from 'node:crypto';

/** The base32 alphabet whose order as text is the order of the numbers (atproto.com/specs/tid, read 2026-11-23). */
const alphabet = '234567abcdefghijklmnopqrstuvwxyz';

/** A TID: 13 characters, the top bit of the 64 is 0. */
export const tidPattern = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/;

const jitterMicroseconds = 1_000_000n;

/**
 * The record key of a post due at an instant, always the same for the same input. Of its 63 bits, 53 are microseconds since
 * 1970 and 10 a clock id. Both the microsecond within the second that follows `dueAt` and the clock id come from the post's
 * id, so two posts due at one instant differ (one chance in 10⁹), and posts a second or more apart sort by time.
 */
export function tidOf({ postId, dueAt }: { postId: string; dueAt: string }): string {
  const hash = createHash('sha256').update(postId).digest();
  const jitter = hash.readBigUInt64BE(0) % jitterMicroseconds;
  const clockId = BigInt(hash.readUInt16BE(8) & 0x3ff);
  const microseconds = Temporal.Instant.from(dueAt).epochNanoseconds / 1000n + jitter;
  return encodeTid((microseconds << 10n) | clockId);
}

function encodeTid(value: bigint): string {
  if (value < 0n || value >= 1n << 63n) throw new RangeError('A TID holds instants from 1970 to the year 2255');
  let tid = '';
  for (let rest = value, left = 13; left > 0; left -= 1, rest >>= 5n) tid = alphabet.charAt(Number(rest & 31n)) + tid;
  return tid;
}
