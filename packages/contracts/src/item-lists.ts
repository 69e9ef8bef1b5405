import { z } from 'zod';
import { cursorQuery, id, instant, page, person, tag, text } from './fields.ts';
import { itemKind } from './item-kinds.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

export const itemSummary = z
  .object({
    id,
    kind: itemKind,
    title: z.string(),
    summary: z.string(),
    slug: z.string(),
    campaignId: id.nullable(),
    /** The show of an episode. */
    showId: id.nullable(),
    assignee: person.nullable(),
    tags: z.array(z.string()),
    /** The number of the newest revision. */
    revision: z.number().int(),
    approved: z.boolean(),
    thumb: z.string().nullable(),
    /** How many posts are in each state, by state. */
    posts: z.record(z.string(), z.number().int()),
    updatedAt: instant,
    updatedBy: z.string(),
    archivedAt: instant.nullable(),
    version: z.number(),
  })
  .meta({ id: 'ItemSummary' });
export type ItemSummary = z.infer<typeof itemSummary>;

export const listItems = route({
  method: 'GET',
  path: '/workspaces/:workspace/items',
  access: 'items.read',
  summary: 'Items, the last changed first',
  params: workspaceParams,
  query: cursorQuery.extend({
    kind: itemKind.optional(),
    campaign: id.optional(),
    show: id.optional(),
    tag: tag.optional(),
    search: text(100).optional(),
    /** `none`: items without any post. */
    posts: z.enum(['none']).optional(),
    archived: z.stringbool().default(false),
  }),
  response: page(itemSummary),
});
export const listTags = route({
  method: 'GET',
  path: '/workspaces/:workspace/tags',
  access: 'items.read',
  summary: 'The tags of items that are not archived, the most used first',
  params: workspaceParams,
  response: z.object({ data: z.array(z.object({ tag: z.string(), items: z.number().int() })) }),
});
