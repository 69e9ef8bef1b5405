import { wordpressConfig } from '@mobilise/contracts/channel-kinds/wordpress';
import { wordpressTyped } from '@mobilise/contracts/connecting/wordpress';
import { httpUrl } from '@mobilise/contracts/fields';
import { z } from 'zod';
import type { Adapter, Connection } from './adapter.ts';
import { refuse, refusedConnect } from './connecting.ts';
import { callService, type Reach, ServiceFailure } from './service.ts';
import { siteAddress } from './whole-item.ts';
import { readMe, type Site } from './wordpress-api.ts';
import { adviceFor, readError } from './wordpress-outcome.ts';

/** The site of a connection, in the name of its account. Throws ServiceFailure for credentials that are none. */
export function openSite({ config, credentials, fetch, signal }: Connection): Site {
  const { root, userName } = wordpressConfig.parse(config);
  const { applicationPassword } = credentials;
  if (typeof applicationPassword !== 'string')
    throw new ServiceFailure('The stored application password is missing', { status: 401, sent: false });
  return {
    root,
    reach: { service: root, fetch, signal },
    authorization: authorizationOf(userName, applicationPassword),
  };
}

function authorizationOf(userName: string, password: string): string {
  return `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
}

/** What an account lacks to publish whole items, as a sentence; null when it may. */
export function missingIn({ name, capabilities }: Awaited<ReturnType<typeof readMe>>): string | null {
  if (capabilities.publish_posts !== true) return `${name} may write on this site, but not publish.`;
  return capabilities.upload_files === true ? null : `${name} may not upload pictures to this site.`;
}

export const askForRole =
  'Ask whoever looks after the site to make the account an author or an editor, or use another account.';

/** Finds the site's REST API, signs in and looks what the account may do. */
export async function connect(
  ...[typed, { fetch, signal }]: Parameters<Adapter['connect']>
): ReturnType<Adapter['connect']> {
  const { site, userName, applicationPassword } = wordpressTyped.parse(typed);
  const address = siteAddress(site, /\/(?:wp-admin|wp-json|wp-login\.php|index\.php)(?:\/.*)?$/i);
  const reach: Reach = { service: address.href, fetch, signal };
  const authorization = authorizationOf(userName, applicationPassword);
  try {
    const { root, home } = await discover(reach, authorization);
    const missing = missingIn(await readMe({ root, reach, authorization }));
    if (missing) throw refuse(missing, { field: 'userName', advice: askForRole });
    const config: z.infer<typeof wordpressConfig> = wordpressConfig.parse({ site: home, root, userName });
    return { config, credentials: { applicationPassword } };
  } catch (error) {
    throw refusedConnect(error, (failure) => {
      const { advice } = adviceFor(failure);
      if (aboutPassword.has(failure.error)) return { field: 'applicationPassword', advice };
      if (failure.status === null || failure.error === '') return { field: 'site', advice: checkAddress };
      return { field: 'site', advice };
    });
  }
}

const checkAddress =
  'Check the address. If it is right, ask whoever looks after the site whether its REST API is switched on: security plugins can switch it off.';

/** Codes of WordPress 5.6 and later for a user name or an application password that it does not take. */
const aboutPassword = new Set([
  'rest_not_logged_in',
  'incorrect_password',
  'invalid_username',
  'invalid_email',
  'application_passwords_disabled',
  'application_passwords_disabled_for_user',
]);

const index = z.object({
  namespaces: z.array(z.string()).refine((names) => names.includes('wp/v2')),
  home: httpUrl.optional().catch(undefined),
});

/**
 * Where the REST API of a site begins, and the site's own address: as its pages say in their Link header, else in the usual
 * places. Throws ServiceFailure.
 */
async function discover(reach: Reach, authorization: string): Promise<{ root: string; home: string }> {
  const { page, link } = await readPage(reach);
  const places = [
    link,
    ...[page, reach.service].flatMap((base) => ['wp-json/', '?rest_route=/'].map((end) => new URL(end, base).href)),
  ];
  let refusal: ServiceFailure | null = null;
  for (const place of new Set(places.filter((one) => one !== null))) {
    try {
      const response = await callService(reach, place, { headers: { authorization } }, readError);
      const found = index.safeParse(await response.json().catch(() => null));
      if (found.success) return { root: response.url, home: secured(found.data.home ?? page, response.url) };
    } catch (error) {
      if (!(error instanceof ServiceFailure) || error.status === null) throw error;
      // A site that says so itself has its API there, and does not let us in.
      if (error.error !== '' && (error.status === 401 || error.status === 403)) throw error;
      if (error.status !== 404) refusal ??= error;
    }
  }
  const { host } = new URL(page);
  throw refusal ?? new ServiceFailure(`${host} shows no WordPress REST API`, { status: null, sent: true });
}

/** Where the site's front page is after redirects, and the place of the REST API that it names. Not every server answers HEAD. */
async function readPage(reach: Reach): Promise<{ page: string; link: string | null }> {
  try {
    const { url, headers } = await callService(reach, reach.service, { method: 'HEAD' });
    const [, link] = /<([^>]+)>[^,<]*rel="?https:\/\/api\.w\.org\/"?/i.exec(headers.get('link') ?? '') ?? [];
    const place = link ? URL.parse(link, url) : null;
    return { page: new URL('.', url).href, link: place && secured(place.href, url) };
  } catch (error) {
    if (error instanceof ServiceFailure && error.sent) return { page: reach.service, link: null };
    throw error;
  }
}

/** An address as https where the same host has answered over https: behind a proxy, WordPress often does not know that it has. */
function secured(address: string, answered: string): string {
  const [url, other] = [new URL(address), new URL(answered)];
  if (url.host === other.host && other.protocol === 'https:') url.protocol = 'https:';
  return url.href;
}
