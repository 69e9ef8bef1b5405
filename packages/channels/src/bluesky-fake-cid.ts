import { createHash } from 'node:crypto';

/** A CIDv1 of a codec (0x55 raw, 0x71 record) over a SHA-256, in base32. */
export function cidOf(codec: number, data: Buffer | string): string {
  const bytes = Buffer.from([1, codec, 0x12, 0x20, ...createHash('sha256').update(data).digest()]);
  let bits = BigInt(`0x${bytes.toString('hex')}`) << 2n;
  let text = '';
  for (let left = Math.ceil((bytes.length * 8) / 5); left > 0; left -= 1, bits >>= 5n)
    text = 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number(bits & 31n)) + text;
  return `b${text}`;
}

/** JSON with sorted keys: the same record in another order is the same record. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The CIDs that a record links to. */
export function linksIn(value: unknown): string[] {
  if (!value || typeof value !== 'object') return [];
  if ('$link' in value && typeof value.$link === 'string') return [value.$link];
  return Object.values(value).flatMap(linksIn);
}
