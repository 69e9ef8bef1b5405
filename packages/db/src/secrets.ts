import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What sealing needs; made once from MOBILISE_SECRET by `sealingKey`. */
export type SealingKey = Buffer;

/** A key for channel credentials alone: HKDF-SHA256 of the secret, so that signing sessions never uses the same bytes. */
export function sealingKey(secret: string): SealingKey {
  return Buffer.from(hkdfSync('sha256', secret, 'mobilise', 'channel credentials v1', 32));
}

const version = 'v1.';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts credentials for storage: AES-256-GCM with a random 96-bit nonce, `v1.` + base64url(nonce, tag, ciphertext).
 * `aad` is the id of the channel they belong to; sealed credentials copied to another channel do not open.
 */
export function seal(value: Record<string, unknown>, key: SealingKey, aad: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(aad));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return version + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The credentials cannot be opened: another secret, another channel, or damaged. Says nothing about their content. */
export class SealError extends Error {
  override readonly name = 'SealError';
  constructor() {
    super(
      'The stored credentials cannot be opened with this MOBILISE_SECRET. Put the original secret back, or connect the channel again.',
    );
  }
}

/** Opens what `seal` made. Throws SealError when the key, the channel or a single bit differs. */
export function open(sealed: string, key: SealingKey, aad: string): Record<string, unknown> {
  if (!sealed.startsWith(version)) throw new SealError();
  const bytes = Buffer.from(sealed.slice(version.length), 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw new SealError();
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(aad))
      .setAuthTag(tag);
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
      'utf8',
    );
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new SealError();
  }
}
