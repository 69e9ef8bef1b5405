import { createHash } from 'node:crypto';

/** The namespace of podcast:guid (Podcasting 2.0). */
const podcasts = 'ead4c236-bf58-58c6-a2c6-a6b28d128cb6';

/** A show's podcast:guid: that of its feed's address without scheme and slashes at the end. */
export function podcastGuid(feedUrl: string): string {
  return uuidOfName(podcasts, feedUrl.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/\/+$/, ''));
}

/** The UUID of a name within a namespace, which is one itself: version 5 (RFC 9562, 5.5). */
export function uuidOfName(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
