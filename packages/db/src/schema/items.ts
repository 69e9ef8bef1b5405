import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { ItemContent } from '@mobilise/contracts/kinds';
import type { FailureCode } from '@mobilise/contracts/making-failures';
import type { Progress } from '@mobilise/contracts/media';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { campaigns } from './campaigns.ts';
import { at } from './columns.ts';
import { assets } from './media.ts';
import { shows } from './shows.ts';
import { workspaceId } from './team.ts';

/** One piece of content. Its words are in its revisions; title and thumbnail of the newest are kept here for lists. */
export const items = pgTable(
  'items',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    kind: text('kind').$type<ItemKind>().notNull(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    summary: text('summary').notNull().default(''),
    /** The first image of the newest revision. */
    thumbAssetId: uuid('thumb_asset_id').references(() => assets.id, { onDelete: 'set null' }),
    campaignId: uuid('campaign_id').references(() => campaigns.id, { onDelete: 'set null' }),
    /** The show of an episode. */
    showId: uuid('show_id').references(() => shows.id),
    /** What feeds know an episode by; it never changes. Null: its id. One that was taken over from elsewhere brings its own. */
    guid: text('guid'),
    assigneeId: text('assignee_id').references(() => users.id, { onDelete: 'set null' }),
    /** Words that items have in common across campaigns; in small letters. */
    tags: text('tags').array().notNull().default([]),
    /** The newest revision; null only inside the transaction that creates the item. */
    revisionId: uuid('revision_id'),
    revision: integer('revision').notNull().default(0),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    updatedAt: at('updated_at').notNull().defaultNow(),
    updatedBy: text('updated_by').references(() => users.id, { onDelete: 'set null' }),
    archivedAt: at('archived_at'),
  },
  (table) => [
    unique('items_slug').on(table.workspaceId, table.slug),
    index('items_updated').on(table.workspaceId, table.updatedAt, table.id),
    index('items_campaign').on(table.campaignId),
    unique('items_guid').on(table.showId, table.guid),
    index('items_show').on(table.showId, table.id),
    foreignKey({ name: 'items_revision', columns: [table.revisionId], foreignColumns: [revisions.id] }),
  ],
);

/** A version of an item. Never changed; an autosave that nothing names may be replaced by the next one. */
export const revisions = pgTable(
  'revisions',
  {
    id: uuid('id').primaryKey(),
    itemId: uuid('item_id')
      .notNull()
      .references((): AnyPgColumn => items.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    title: text('title').notNull(),
    summary: text('summary').notNull().default(''),
    content: jsonb('content').$type<ItemContent>().notNull(),
    /** What it says, in one text to be searched: also all that is said in its recording. */
    words: text('words').notNull().generatedAlwaysAs(sql`words_of(content)`),
    /** Of an episode, beside its content, which is long: a show is counted without reading every transcript. */
    episodeType: text('episode_type').generatedAlwaysAs(sql`content->>'type'`),
    season: integer('season').generatedAlwaysAs(sql`(content->>'season')::int`),
    episode: integer('episode').generatedAlwaysAs(sql`(content->>'number')::int`),
    origin: text('origin').$type<'autosave' | 'restore'>(),
    /** Whether the files that are made from its recordings are there: posts that carry it are held until they are. */
    files: text('files').$type<'none' | 'wanted' | 'ready' | 'failed'>().notNull().default('none'),
    /** How far they are; or, with its key, how far an audiogram is that was asked for apart. */
    filesProgress: jsonb('files_progress').$type<Progress & { audiogram?: string }>(),
    filesFailure: text('files_failure'),
    filesFailureCode: text('files_failure_code').$type<FailureCode>(),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [
    unique('revisions_number').on(table.itemId, table.number),
    // Few: what waits for them is counted in every open desk.
    index('revisions_unmade').on(table.id).where(sql`${table.files} = 'failed'`),
  ],
);

/** A file made for one revision from its recordings: an episode as it goes out, cut, mixed, levelled and tagged. */
export const revisionFiles = pgTable(
  'revision_files',
  {
    revisionId: uuid('revision_id')
      .notNull()
      .references(() => revisions.id, { onDelete: 'cascade' }),
    /** `episode`, `film`, `captions` … as packages/media-processing names them. */
    purpose: text('purpose').notNull(),
    format: text('format').notNull(),
    /** Pixels; 0 where there is nothing to see. */
    width: integer('width').notNull().default(0),
    height: integer('height').notNull().default(0),
    /** Milliseconds, of sound and film. */
    duration: integer('duration'),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    /** Names all that decided its bytes; a later revision that asks for the same takes it over. */
    recipe: text('recipe').notNull(),
  },
  (table) => [
    unique('revision_files_one').on(table.revisionId, table.purpose, table.format, table.width),
    index('revision_files_sha256').on(table.sha256),
    index('revision_files_recipe').on(table.recipe),
  ],
);

/** Which uploads a revision uses, so that none in use can be removed and a change finds what it touches. */
export const revisionAssets = pgTable(
  'revision_assets',
  {
    revisionId: uuid('revision_id')
      .notNull()
      .references(() => revisions.id, { onDelete: 'cascade' }),
    assetId: uuid('asset_id')
      .notNull()
      .references(() => assets.id),
  },
  (table) => [
    unique('revision_assets_one').on(table.revisionId, table.assetId),
    index('revision_assets_asset').on(table.assetId),
  ],
);

/** A member's decision on one revision; a later revision has none of its own until somebody decides again. */
export const approvals = pgTable(
  'approvals',
  {
    id: uuid('id').primaryKey(),
    revisionId: uuid('revision_id')
      .notNull()
      .references(() => revisions.id, { onDelete: 'cascade' }),
    userId: text('user_id').references(() => users.id, { onDelete: 'set null' }),
    /** The person's or the key's name at that time. */
    by: text('by').notNull(),
    /** Given by scheduling, by a role that may approve. */
    implied: boolean('implied').notNull().default(false),
    note: text('note'),
    at: at('at').notNull().defaultNow(),
  },
  (table) => [unique('approvals_revision').on(table.revisionId)],
);
