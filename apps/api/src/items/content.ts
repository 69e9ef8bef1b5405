import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf, uploadsOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import { assets } from '@mobilise/db/schema/media';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { unknownFields } from '../unknown-fields.ts';

/** Fields named in one answer: enough to mend things by, and no answer grows with a hostile document. */
const mostFields = 20;

/**
 * Content as its kind defines it; what the kind does not know is refused. Problem `invalid_request` names
 * each wrong field as `body.content.…`.
 */
export function contentOrThrow(kind: ItemKind, content: unknown): ItemContent {
  const parsed = kindOf(kind).content.safeParse(content);
  const fields = parsed.success
    ? [
        ...unknownFields(content, parsed.data),
        ...unstorable(parsed.data).map((path) => ({
          path,
          message: 'Remove the null characters and broken characters',
        })),
      ]
    : parsed.error.issues;
  if (parsed.success && fields.length === 0) return parsed.data;
  throw invalid(fields.slice(0, mostFields));
}

/**
 * The assets an item's content uses, each once, the most important first; locked against removal until the transaction
 * ends. Problem `invalid_request` names every use of one that is no upload of this workspace.
 */
export async function assetsOrThrow(scope: Scope, kind: ItemKind, content: ItemContent): Promise<string[]> {
  const used = uploadsOf(kind, content);
  if (used.length === 0) return [];
  const found = await scope.db
    .select({ id: assets.id })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), inArray(assets.id, used)))
    .orderBy(asc(assets.id))
    .for('key share');
  const known = new Set(found.map(({ id }) => id));
  const missing = used.filter((id) => !known.has(id));
  if (missing.length === 0) return used;
  const paths = strings(content).filter(({ path, value }) => path.at(-1) === 'assetId' && missing.includes(value));
  throw invalid(
    paths.slice(0, mostFields).map(({ path }) => ({ path, message: 'There is no such upload. Upload it again' })),
  );
}

/** PostgreSQL keeps neither U+0000 nor half of a surrogate pair in JSON. */
function unstorable(content: ItemContent): PropertyKey[][] {
  return strings(content).flatMap(({ path, value }) => (value.includes('\0') || !value.isWellFormed() ? [path] : []));
}

/** Every string of parsed content, whose depth its kind bounds, and where it stands. */
function strings(value: unknown, path: PropertyKey[] = []): { path: PropertyKey[]; value: string }[] {
  if (typeof value === 'string') return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((inner, index) => strings(inner, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, [...path, key]));
}

function invalid(issues: { path: PropertyKey[]; message: string }[]): Problem {
  const fields = issues.map(({ path, message }) => ({ field: ['body', 'content', ...path].join('.'), message }));
  return new Problem('invalid_request', fields.map(({ field, message }) => `${field}: ${message}`)[0] ?? '', {
    fields,
  });
}
