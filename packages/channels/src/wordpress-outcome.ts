import { z } from 'zod';
import { type Advice, commonAdvice, outcomesWith, sendAgain } from './outcome.ts';
import type { ReadError, ServiceFailure } from './service.ts';

const errorBody = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  data: z
    .object({ params: z.record(z.string(), z.string()), details: z.unknown() })
    .optional()
    .catch(undefined),
});

/** Nobody is signed in who may see more than the public does; to WordPress a bad parameter. */
const notSignedIn = 'rest_forbidden_status';

/**
 * `{ code, message, data }`, as the REST API says what is wrong; some messages are HTML. What is wrong with a parameter stands
 * beside it.
 */
export const readError: ReadError = (body) => {
  const { code, message, data } = errorBody.catch({}).parse(body);
  const words = [message, ...Object.values(data?.params ?? {})].filter(Boolean).join('. ');
  const isForbidden = JSON.stringify(data?.details ?? null).includes(`"${notSignedIn}"`);
  return { error: isForbidden ? notSignedIn : code, message: words && plainText(words) };
};

/** HTML as text. */
export function plainText(html: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
      if (name) return names[name] ?? whole;
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10_ffff ? String.fromCodePoint(point) : whole;
    })
    .trim();
}

/** There is no such post; any other 404 comes from a site whose REST API is gone. */
export function isNoPost({ status, error }: ServiceFailure): boolean {
  return (status === 404 && error === 'rest_post_invalid_id') || (status === 410 && error === 'rest_already_trashed');
}

const blocked =
  'If both are right, a security plugin or the host may be blocking application passwords: ask whoever looks after the site.';

/** The account is known, and may not do this. */
const mayNot = /^rest_(?:cannot|forbidden|user_cannot)/;

/** What a person can do about a failure, and whether only connecting again can mend it. */
export function adviceFor(failure: ServiceFailure): Advice {
  const { status, error } = failure;
  // An upload that is not allowed is a bad request to some versions.
  if ((status === 400 || status === 403) && error !== notSignedIn && mayNot.test(error))
    return {
      advice:
        'Ask whoever looks after the site to make the account an author or an editor, then reconnect the channel. A security plugin may be in the way too.',
      reconnect: true,
    };
  if (status === 401 || status === 403 || error === notSignedIn)
    return {
      advice: `Check the user name, make a new application password in WordPress (Users, Profile) and reconnect the channel. ${blocked}`,
      reconnect: true,
    };
  if (isNoPost(failure)) return { advice: sendAgain, reconnect: false };
  if (status === 404)
    return {
      advice:
        'Ask whoever looks after the site whether its REST API was switched off, by a security plugin say, or has moved. Then reconnect the channel.',
      reconnect: true,
    };
  return commonAdvice(failure);
}

export const { beforeWrite, ofWrite, ofChange, ofCheck } = outcomesWith(adviceFor, isNoPost);
