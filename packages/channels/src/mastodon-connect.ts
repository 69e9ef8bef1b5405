import type { Limits } from '@mobilise/contracts/channel-kinds/kind';
import { mastodon as kind, mastodonConfig } from '@mobilise/contracts/channel-kinds/mastodon';
import { mastodonTyped } from '@mobilise/contracts/connecting/mastodon';
import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { type Remark, refuse, refusedConnect } from './connecting.ts';
import { type Caller, call, type MastodonCredentials, read, verifyCredentials } from './mastodon-api.ts';
import { adviceFor } from './mastodon-outcome.ts';
import { ServiceFailure } from './service.ts';

/** A figure of a server's own, where it gives a sensible one. */
const figure = z.number().int().positive().optional().catch(undefined);
const instance = z.object({
  domain: z.string().min(1).optional().catch(undefined),
  configuration: z
    .object({
      statuses: z.object({ max_characters: figure, max_media_attachments: figure }).default({}),
      media_attachments: z.object({ image_size_limit: figure, description_limit: figure }).default({}),
    })
    .optional()
    .catch(undefined),
});
const application = z.object({ scopes: z.array(z.string()).optional() });

/** Each may be had whole or in parts (docs.joinmastodon.org/api/oauth-scopes, read 2026-11-26). */
const neededScopes = {
  read: ['read:accounts', 'read:statuses'],
  write: ['write:statuses', 'write:media'],
} as const;

/**
 * Checks a server's address and an access token by using them. Throws Problem `channel_refused` in the server's words, or
 * `address_refused`.
 */
export async function connect(
  ...[typed, { fetch, signal }]: Parameters<Adapter['connect']>
): ReturnType<Adapter['connect']> {
  const { server, accessToken } = mastodonTyped.parse(typed);
  const { origin: service, host } = new URL(server);
  const caller: Caller = { reach: { service, fetch, signal, secrets: [accessToken] }, accessToken };
  try {
    const { id, username } = await verifyCredentials(caller);
    await mustHaveScopes(caller);
    const { domain = host, configuration } = await describe(caller);
    return {
      config: mastodonConfig.parse({ server: service, accountId: id, handle: `${username}@${domain}` }),
      credentials: { accessToken } satisfies MastodonCredentials,
      ...(configuration && { limits: limitsOf(configuration, host) }),
    };
  } catch (error) {
    throw refusedConnect(error, remarkOn);
  }
}

function remarkOn(failure: ServiceFailure): Remark {
  const { status } = failure;
  if (status === 401) return { field: 'accessToken', advice: 'Copy the access token again, from this server.' };
  if (status === 403) return { field: 'accessToken', advice: adviceFor(failure).advice };
  if (status === 429) return { field: 'server', advice: adviceFor(failure).advice };
  return { field: 'server', advice: 'Check the server’s address; it may not be a Mastodon server.' };
}

/** Servers from 4.3 on tell what a token may do: better now than with the first post. The others are believed. */
async function mustHaveScopes(caller: Caller): Promise<void> {
  const scopes = await call(caller, '/api/v1/apps/verify_credentials')
    .then(async (response) => (await read(caller, response, application)).scopes)
    .catch(unlessRefused);
  if (!scopes) return;
  const missing = Object.entries(neededScopes).filter(
    ([whole, parts]) => !scopes.includes(whole) && !parts.every((part) => scopes.includes(part)),
  );
  if (missing.length === 0) return;
  const names = missing.map(([whole]) => `“${whole}”`).join(' and ');
  throw refuse(`This access token may not do what Mobilise needs: its application lacks ${names}.`, {
    field: 'accessToken',
    advice: `Open the application in Mastodon, tick ${names}, save it, and copy the token anew.`,
  });
}

/** What the server says of itself; nothing where it is too old to (before 4.0). */
async function describe(caller: Caller): Promise<z.infer<typeof instance>> {
  const told = await call(caller, '/api/v2/instance')
    .then((response) => read(caller, response, instance))
    .catch(unlessRefused);
  return told ?? {};
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof ServiceFailure && error.status !== null && error.status < 500) return undefined;
  throw error;
}

function limitsOf(
  { statuses, media_attachments: media }: NonNullable<z.infer<typeof instance>['configuration']>,
  host: string,
): Limits {
  const { text, images } = kind.limits;
  return {
    text: { ...text, max: statuses.max_characters ?? text.max },
    images: {
      max: statuses.max_media_attachments ?? images.max,
      bytes: media.image_size_limit ?? images.bytes,
      altGraphemes: media.description_limit ?? images.altGraphemes,
    },
    source: `${host}/api/v2/instance`,
    readOn: new Date().toISOString().slice(0, 10),
  };
}
