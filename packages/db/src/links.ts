import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SealingKey } from './secrets.ts';

/** What a signed link or name is for; one made for one purpose is worth nothing for another. */
export type Purpose = 'confirm' | 'unsubscribe' | 'letter' | 'suppression';

/** Bytes of a signature: nobody guesses 128 bits over a network. */
const signatureBytes = 16;

function signature(key: SealingKey, purpose: Purpose, parts: readonly string[]): Buffer {
  const own = createHmac('sha256', key).update(`mobilise links v1 ${purpose}`).digest();
  return createHmac('sha256', own).update(JSON.stringify(parts)).digest().subarray(0, signatureBytes);
}

/**
 * A name that only this installation can make, from parts without a dot: for links in letters and for Message-IDs. Nothing has to
 * be stored for it, so nothing of it can leak from a copy of the database.
 */
export function signed(key: SealingKey, purpose: Purpose, parts: readonly string[]): string {
  return [...parts, signature(key, purpose, parts).toString('hex')].join('.');
}

/** The parts of what `signed` made; null when a character of it is not ours. */
export function verified(key: SealingKey, purpose: Purpose, name: string): string[] | null {
  const parts = name.slice(0, 500).split('.');
  const last = parts.pop() ?? '';
  // Hexadecimal is read leniently: what is not exactly ours is none.
  const told = Buffer.from(/^[0-9a-f]{32}$/.test(last) ? last : '', 'hex');
  const ours = signature(key, purpose, parts);
  return told.length === ours.length && timingSafeEqual(told, ours) ? parts : null;
}

/** What stays of an address whose owner asked to be forgotten: without our secret nobody can tell whose it was. */
export function suppressionHash(key: SealingKey, channelId: string, email: string): string {
  return signature(key, 'suppression', [channelId, email]).toString('hex');
}
