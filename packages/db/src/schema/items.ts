import type { ItemContent, ItemKind } from '@mobilise/contracts/kinds';
import {
  type AnyPgColumn,
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
    origin: text('origin').$type<'autosave' | 'restore'>(),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [unique('revisions_number').on(table.itemId, table.number)],
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
