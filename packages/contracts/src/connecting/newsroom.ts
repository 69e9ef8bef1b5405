import { z } from 'zod';
import { colour, slug, text } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

/** What connecting asks for beside a name. */
export const newsroomTyped = z.object({ slug, description: text(300).default(''), colour });

export const newsroomConnect = {
  what: 'A site of your own on this installation, with feeds. Nothing else is needed.',
  fields: [],
  help: null,
  removed: 'Its site and its feeds are gone at once.',
  known: () => ({}),
} as const satisfies ConnectKind;
