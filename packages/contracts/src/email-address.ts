import { z } from 'zod';

/** Characters of the part before the @, and of a whole address (RFC 5321, 4.5.3.1; errata 1690). */
const longestLocal = 64;
const longest = 254;
const atoms = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/;

/**
 * An e-mail address in the one spelling it is stored and compared in: small letters, the domain in ASCII (`bücher.example` as
 * `xn--bcher-kva.example`). Null for what is no address: quoted names, addresses of bare machines and names outside ASCII, which
 * hardly any server takes, are none here. Pure.
 */
export function normaliseEmail(typed: string): string | null {
  const [local = '', domain = '', ...more] = typed.normalize('NFC').trim().toLowerCase().split('@');
  if (more.length > 0 || local.length > longestLocal || !atoms.test(local)) return null;
  // What would end the host of an address is none of a name of one.
  if (!domain || /[\s/?#\\:[\]%]/.test(domain)) return null;
  const host = URL.parse(`http://${domain}`)?.hostname ?? '';
  const address = `${local}@${host}`;
  return domainName.test(host) && address.length <= longest ? address : null;
}

/** An e-mail address that a person types, normalised. */
export const emailAddress = z
  .string()
  .max(1000)
  .transform((typed, context) => {
    const address = normaliseEmail(typed);
    if (address) return address;
    context.addIssue({ code: 'custom', message: 'Write an e-mail address, such as anna@example.org' });
    return z.NEVER;
  });
