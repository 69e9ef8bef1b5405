import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
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
  throw invalidContent(fields);
}

/** PostgreSQL keeps neither U+0000 nor half of a surrogate pair in JSON. */
function unstorable(content: ItemContent): PropertyKey[][] {
  return strings(content).flatMap(({ path, value }) => (value.includes('\0') || !value.isWellFormed() ? [path] : []));
}

/** Every string of parsed content, whose depth its kind bounds, and where it stands. */
export function strings(value: unknown, path: PropertyKey[] = []): { path: PropertyKey[]; value: string }[] {
  if (typeof value === 'string') return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((inner, index) => strings(inner, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, [...path, key]));
}

export interface Issue {
  path: PropertyKey[];
  message: string;
}

/** A Problem naming what is wrong as `body.content.…`. */
export function invalidContent(issues: readonly Issue[]): Problem {
  const fields = issues
    .slice(0, mostFields)
    .map(({ path, message }) => ({ field: ['body', 'content', ...path].join('.'), message }));
  return new Problem('invalid_request', fields.map(({ field, message }) => `${field}: ${message}`)[0] ?? '', {
    fields,
  });
}
