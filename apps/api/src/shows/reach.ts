import { isIP } from 'node:net';
import { isPublicAddress } from '@mobilise/channels/addresses';

/** Names that mean nothing outside of a house: RFC 6761, RFC 6762, RFC 8375 and what routers give. */
const local = /^localhost$|\.(?:localhost|local|internal|intranet|lan|home\.arpa)$/i;

/** Whether everybody can reach a host, as far as its name or number tells. */
export function isReachable({ hostname }: URL): boolean {
  // `localhost.` with its last dot is the same name.
  const address = hostname.replace(/^\[|[\].]$/g, '');
  return isIP(address) ? isPublicAddress(address) : address.includes('.') && !local.test(address);
}

/** Why directories would not read a feed here, whatever is in it; null where they would. */
export function whyUnread(publicUrl: string, newFeedUrl: string | null): string | null {
  if (newFeedUrl) return 'This show has moved: its feed here sends directories to the new address.';
  const url = new URL(publicUrl);
  if (url.protocol === 'https:' && isReachable(url)) return null;
  return `Directories cannot read a feed at ${publicUrl}. Ask whoever runs this installation to give it an address that begins with https:// and that everybody can reach (MOBILISE_URL).`;
}
