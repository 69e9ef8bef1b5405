import type { MediaKind } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { channels } from '@mobilise/db/schema/channels';
import { assets } from '@mobilise/db/schema/media';
import { shows } from '@mobilise/db/schema/shows';
import { firstFree } from '@mobilise/db/slugs';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';

/** The uploads that a show names, and the kind each has to be of. */
const uploads = { artworkId: 'image', introId: 'audio', outroId: 'audio' } as const satisfies Record<string, MediaKind>;
const wanted = { image: 'a picture', audio: 'a sound', video: 'a film' } as const;

/**
 * Locks the uploads that are named against removal until the transaction ends. Problem `invalid_request` naming each field whose
 * upload is none of this workspace, is in the bin, or is of another kind.
 */
export async function uploadsOrThrow(
  scope: Scope,
  named: { [name in keyof typeof uploads]?: string | null | undefined },
): Promise<void> {
  const fields = (Object.keys(uploads) as (keyof typeof uploads)[]).filter((name) => named[name]);
  if (fields.length === 0) return;
  const found = await scope.db
    .select({ id: assets.id, kind: assets.kind })
    .from(assets)
    .where(
      and(
        eq(assets.workspaceId, scope.workspaceId),
        isNull(assets.deletedAt),
        inArray(
          assets.id,
          fields.map((name) => named[name] ?? ''),
        ),
      ),
    )
    .orderBy(asc(assets.id))
    .for('key share');
  const wrong = fields.flatMap((name) => {
    const upload = found.find(({ id }) => id === named[name]);
    if (upload?.kind === uploads[name]) return [];
    const message = upload ? `Choose ${wanted[uploads[name]]}` : 'There is no such upload. Upload it again';
    return [{ field: `body.${name}`, message }];
  });
  if (wrong[0]) throw invalid(wrong[0].field, wrong[0].message, wrong);
}

/** The slug of a newsroom site of this workspace, which is locked so that one show at a time takes an address on it. */
export async function siteOrThrow(scope: Scope, channelId: string): Promise<string> {
  const [site] = await scope.db
    .select({ slug: sql<string>`${channels.config}->>'slug'` })
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, channelId), eq(channels.kind, 'newsroom')))
    .for('no key update');
  if (!site) throw invalid('body.channelId', 'There is no such newsroom site in this workspace');
  return site.slug;
}

/** The wanted address on a site, or the first free one of `-2`, `-3` … Call it once the site is locked. */
export async function freeShowSlug(scope: Scope, channelId: string, wanted: string): Promise<string> {
  const rows = await scope.db.select({ slug: shows.slug }).from(shows).where(eq(shows.channelId, channelId));
  return firstFree(
    wanted,
    rows.map(({ slug }) => slug),
  );
}

/** Problem `conflict`, naming `body.slug`, when another show of the site has this address. Call it once the site is locked. */
export async function showSlugIsFreeOrThrow(scope: Scope, channelId: string, slug: string): Promise<void> {
  if ((await freeShowSlug(scope, channelId, slug)) === slug) return;
  throw new Problem('conflict', `The address “${slug}” is taken by another show. Choose another.`, {
    fields: [{ field: 'body.slug', message: 'This address is taken' }],
  });
}

export function invalid(field: string, message: string, fields = [{ field, message }]): Problem {
  return new Problem('invalid_request', `${field}: ${message}`, { fields });
}
