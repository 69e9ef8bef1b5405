import { z } from 'zod';
import { id, line, tags, text } from './fields.ts';
import { type ItemKind, itemKinds } from './item-kinds.ts';
import { item } from './items.ts';
import { kinds } from './kinds.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

interface NewItem {
  kind: ItemKind;
  title: string;
  content?: unknown;
}

/** Checks that content fits its kind; the kind of a saved item is known only to the server, which calls this itself. */
export const createBody = z.discriminatedUnion(
  'kind',
  itemKinds.map((name) =>
    z.object({
      kind: z.literal(name),
      title: line(200),
      summary: text(500).default(''),
      campaignId: id.nullable().default(null),
      /** Of episodes, and of them alone: the show each belongs to for good. */
      showId: id.optional(),
      tags: tags.default([]),
      content: (kinds[name].content as z.ZodType).optional(),
    }),
  ) as never,
) as unknown as z.ZodType<
  NewItem & { summary: string; campaignId: string | null; showId?: string | undefined; tags: string[] },
  NewItem & { summary?: string; campaignId?: string | null; showId?: string | undefined; tags?: string[] }
>;

export const createItem = route({
  method: 'POST',
  path: '/workspaces/:workspace/items',
  access: 'items.write',
  status: 201,
  summary: 'Creates an item with its first revision',
  params: workspaceParams,
  body: createBody,
  response: item,
});
