import { z } from 'zod';
import { endedUpload } from './ended-uploads.ts';
import {
  cursorQuery,
  id,
  instant,
  line,
  nothing,
  page,
  person,
  slug,
  tag,
  tags,
  text,
  userId,
  version,
} from './fields.ts';
import { itemKind } from './item-kinds.ts';
import { failureCodes } from './making-failures.ts';
import { progress, rendition } from './rendition.ts';
import { route } from './route.ts';
import { sameNumber } from './same-number.ts';
import { workspaceParams } from './team.ts';

/** What an editor writes: kept whole in every revision. `content` fits the item's kind. */
export const words = z.object({ title: line(200), summary: text(500), content: z.unknown() });

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
    /** How many posts are in each state, by state; held while their files are made they count as `making`, scheduled without them as `unmade`. */
    posts: z.record(z.string(), z.number().int()),
    updatedAt: instant,
    updatedBy: z.string(),
    archivedAt: instant.nullable(),
    version: z.number(),
  })
  .meta({ id: 'ItemSummary' });
export type ItemSummary = z.infer<typeof itemSummary>;

export const approval = z.object({
  revision: z.number().int(),
  by: z.string(),
  at: instant,
  note: z.string().nullable(),
});

/**
 * The files made for a revision from its recordings: `none` where it has no recordings, or nobody approved it yet; `wanted` while
 * they are being made, which holds its posts. Each is one of `episode`, `film` … as packages/media-processing names them.
 */
export const filesStates = ['none', 'wanted', 'ready', 'failed'] as const;
export const revisionFiles = z.object({
  state: z.enum(filesStates),
  progress: progress.nullable(),
  failure: z.string().nullable(),
  failureCode: z.enum(failureCodes).nullable(),
  made: z.array(rendition),
});

export const item = itemSummary
  .extend({
    content: z.unknown(),
    revisionId: id,
    files: revisionFiles,
    /** The approval of the newest revision that has one: an earlier one where `approved` is false. */
    approval: approval.nullable(),
    /** What is missing for people who cannot see or hear it. */
    missing: z.array(z.string()),
    /** What the newest revision carries and may not be used any more: it is not approved with it, and nothing goes out. */
    ended: z.array(endedUpload),
    sameNumber,
    /** Why its address stays: its page is or was public, or a post that links to it is or was out. Null while it can be changed. */
    addressStays: z.enum(['public', 'linked']).nullable(),
  })
  .meta({ id: 'Item' });
export type Item = z.infer<typeof item>;

export const revisionSummary = z.object({
  id,
  number: z.number().int(),
  title: z.string(),
  author: z.string(),
  createdAt: instant,
  /** Written by autosave, or restored from an earlier one; null for a deliberate save. */
  origin: z.enum(['autosave', 'restore']).nullable(),
  approval: approval.nullable(),
  /** How many posts carry it. */
  posts: z.number().int(),
});

export const revision = revisionSummary.extend({ kind: itemKind, summary: z.string(), content: z.unknown() });
export type Revision = z.infer<typeof revision>;

const itemParams = workspaceParams.extend({ item: id });

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
export const getItem = route({
  method: 'GET',
  path: '/workspaces/:workspace/items/:item',
  access: 'items.read',
  summary: 'An item with its newest revision',
  params: itemParams,
  response: item,
});
export const saveItem = route({
  method: 'PUT',
  path: '/workspaces/:workspace/items/:item',
  access: 'items.write',
  summary: 'Saves a revision. Posts scheduled from an earlier one are held until it is approved',
  params: itemParams,
  body: words.extend({ version, autosave: z.boolean().default(false) }),
  response: item.extend({ heldPosts: z.number().int() }),
});
export const updateItem = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/items/:item',
  access: 'items.write',
  summary: 'Changes what is not part of a revision: campaign, assignee, tags, address, archive',
  params: itemParams,
  body: z.object({
    version,
    campaignId: id.nullable().optional(),
    assigneeId: userId.nullable().optional(),
    tags: tags.optional(),
    slug: slug.optional(),
    archived: z.boolean().optional(),
  }),
  response: item,
});
export const removeItem = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/items/:item',
  access: 'items.write',
  summary: 'Removes an item that was never posted; one that was can be archived',
  params: itemParams,
  response: nothing,
});
export const listRevisions = route({
  method: 'GET',
  path: '/workspaces/:workspace/items/:item/revisions',
  access: 'items.read',
  summary: 'Revisions, newest first',
  params: itemParams,
  query: cursorQuery,
  response: page(revisionSummary),
});
const revisionParams = itemParams.extend({ number: z.coerce.number().pipe(z.int32().min(1)) });
export const getRevision = route({
  method: 'GET',
  path: '/workspaces/:workspace/items/:item/revisions/:number',
  access: 'items.read',
  summary: 'One revision, whole',
  params: revisionParams,
  response: revision,
});
export const restoreRevision = route({
  method: 'POST',
  path: '/workspaces/:workspace/items/:item/revisions/:number/restore',
  access: 'items.write',
  summary: 'Makes an earlier revision the newest again, as a new one',
  params: revisionParams,
  body: z.object({ version }),
  response: item.extend({ heldPosts: z.number().int() }),
});
export const approveRevision = route({
  method: 'POST',
  path: '/workspaces/:workspace/items/:item/approval',
  access: 'items.approve',
  summary: 'Approves the newest revision and releases the posts that waited for it, now carrying it',
  params: itemParams,
  body: z.object({ version, note: text(500).optional() }),
  response: item.extend({ releasedPosts: z.number().int() }),
});
export const makeFilesAgain = route({
  method: 'POST',
  path: '/workspaces/:workspace/items/:item/files',
  access: 'items.write',
  summary:
    'Makes the files of approved revisions again that could not be made, unless what they are made from was refused; their posts go on when they are there',
  params: itemParams,
  response: item,
});
export const cancelFiles = route({
  method: 'POST',
  path: '/workspaces/:workspace/items/:item/files/cancel',
  access: 'items.write',
  summary: 'Stops the making of the files of an item; its posts wait until they are asked for again',
  params: itemParams,
  response: item,
});
