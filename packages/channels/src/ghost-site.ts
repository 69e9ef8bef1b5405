import { ghostConfig } from '@mobilise/contracts/channel-kinds/ghost';
import { ghostTyped } from '@mobilise/contracts/connecting/ghost';
import type { z } from 'zod';
import type { Adapter, Connection } from './adapter.ts';
import { refusedConnect } from './connecting.ts';
import { discover, type Site, tryKey } from './ghost-api.ts';
import { adviceFor } from './ghost-outcome.ts';
import { adminKeyOf } from './ghost-token.ts';
import { type Reach, ServiceFailure } from './service.ts';
import { siteAddress } from './whole-item.ts';

/** The site of a connection, and where visitors find it. Throws ServiceFailure for credentials that are none. */
export function openSite({ config, credentials, fetch, signal }: Connection): Site & { home: string } {
  const { api, site } = ghostConfig.parse(config);
  const key = adminKeyOf(credentials.adminApiKey);
  if (!key) throw new ServiceFailure('The stored Admin API key is missing', { status: 401, sent: false });
  return { api, home: site, reach: { service: api, fetch, signal }, key };
}

/** Finds the site's Admin API and uses the key. */
export async function connect(
  ...[typed, { fetch, signal }]: Parameters<Adapter['connect']>
): ReturnType<Adapter['connect']> {
  const { site: typedSite, adminApiKey } = ghostTyped.parse(typed);
  const reach: Reach = { service: siteAddress(typedSite, /\/ghost(?:\/.*)?$/i).href, fetch, signal };
  const key = adminKeyOf(adminApiKey);
  try {
    const { api, site } = await discover(reach);
    if (!key) throw new ServiceFailure('This is no Admin API key', { status: 401, sent: false });
    await tryKey({ api, reach, key });
    const config: z.infer<typeof ghostConfig> = ghostConfig.parse({ site, api });
    return { config, credentials: { adminApiKey } };
  } catch (error) {
    throw refusedConnect(error, (failure) => {
      const { status, error: name } = failure;
      if (status === 401 || status === 403) return { field: 'adminApiKey', advice: adviceFor(failure).advice };
      if (status === null || name === '')
        return { field: 'site', advice: 'Check the address; it may not be that of a Ghost site.' };
      return { field: 'site', advice: adviceFor(failure).advice };
    });
  }
}
