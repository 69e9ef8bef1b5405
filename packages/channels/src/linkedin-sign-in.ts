import { linkedin } from '@mobilise/contracts/channel-kinds/linkedin';
import { z } from 'zod';
import { readAnswer, readError, withHeaders } from './linkedin-request.ts';
import { callService, type Reach } from './service.ts';
import type { SignIn } from './sign-in.ts';

/** Roles that may post (learn.microsoft.com, organization-access-control-by-role, read 2026-11-26). */
const posting = new Set(['ADMINISTRATOR', 'CONTENT_ADMINISTRATOR', 'CONTENT_ADMIN']);
/** Entries of a list in one answer. */
const pageSize = 100;
/** Organisations looked up by one request. */
const batch = 50;

const acls = z.object({
  elements: z.array(z.object({ role: z.string(), organization: z.string(), roleAssignee: z.string().optional() })),
});
const organizations = z.object({
  results: z.record(z.string(), z.object({ localizedName: z.string(), vanityName: z.string().optional() })),
});

/** Where its interface is; `origin` plays it in tests. */
export function linkedinService(origin: string | null): string {
  return origin ?? 'https://api.linkedin.com';
}

/**
 * Signing in at LinkedIn (learn.microsoft.com/linkedin/shared/authentication, read 2026-11-26). Its flow for apps with a secret
 * takes no code verifier. Refresh tokens are given only to apps that LinkedIn has approved for them.
 */
export const linkedinSignIn: SignIn = {
  endpoints: (origin) => {
    const at = origin ?? 'https://www.linkedin.com';
    return { authorize: `${at}/oauth/v2/authorization`, token: `${at}/oauth/v2/accessToken` };
  },
  // Which pages somebody looks after and what posts achieved, writing posts, reading them to find one again.
  scopes: ['rw_organization_admin', 'w_organization_social', 'r_organization_social'],
  pkce: false,
  clientAuth: 'body',
  pages: async ({ accessToken }, { origin }, { fetch, signal }) => {
    const reach: Reach = { service: linkedinService(origin), fetch, signal, secrets: [accessToken] };
    const found = await readPages((path) => callService(reach, path, withHeaders({}, accessToken), readError));
    const pages = found.pages.map(({ urn, name, vanityName }) => ({
      id: urn,
      name,
      address: linkedin.address({ service: reach.service, organization: urn, name, vanityName }),
    }));
    return { pages, member: found.member };
  },
};

type Ask = (path: string) => Promise<Response>;

/** The pages that somebody may post to, by name, and who that is. Throws ServiceFailure. */
export async function readPages(ask: Ask) {
  const { ids, member } = await readRoles(ask);
  const pages: { urn: string; name: string; vanityName: string | null }[] = [];
  for (let start = 0; start < ids.length; start += batch) {
    const some = ids.slice(start, start + batch);
    const { results } = await readAnswer(await ask(`/rest/organizations?ids=List(${some.join(',')})`), organizations);
    for (const id of some) {
      const found = results[id];
      if (!found) continue;
      const { localizedName: name, vanityName = null } = found;
      pages.push({ urn: `urn:li:organization:${id}`, name, vanityName });
    }
  }
  return { pages: pages.sort((one, other) => one.name.localeCompare(other.name)), member };
}

/** The organisations for which somebody may post, by number, and who that is. */
async function readRoles(ask: Ask): Promise<{ ids: string[]; member: string | null }> {
  const ids = new Set<string>();
  let member: string | null = null;
  for (let start = 0; ; start += pageSize) {
    const path = `/rest/organizationAcls?q=roleAssignee&state=APPROVED&count=${pageSize}&start=${start}`;
    const { elements } = await readAnswer(await ask(path), acls);
    for (const { role, organization, roleAssignee } of elements) {
      member ??= roleAssignee ?? null;
      const [, id] = /^urn:li:organization:(\d+)$/.exec(organization) ?? [];
      if (id && posting.has(role)) ids.add(id);
    }
    if (elements.length < pageSize) return { ids: [...ids], member };
  }
}
