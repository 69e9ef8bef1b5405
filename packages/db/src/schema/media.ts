import { bigint, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { at } from './columns.ts';
import { workspaceId } from './team.ts';

/** An uploaded original. Its bytes are in storage under their hash; only renditions are ever served. */
export const assets = pgTable(
  'assets',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    kind: text('kind').notNull(),
    filename: text('filename').notNull(),
    mime: text('mime').notNull(),
    sha256: text('sha256').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    width: integer('width'),
    height: integer('height'),
    alt: text('alt').notNull().default(''),
    focalPoint: jsonb('focal_point').$type<{ x: number; y: number }>(),
    thumbhash: text('thumbhash'),
    state: text('state').$type<'processing' | 'ready' | 'failed'>().notNull().default('processing'),
    failure: text('failure'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [index('assets_workspace').on(table.workspaceId, table.id), index('assets_sha256').on(table.sha256)],
);

/** A file made from an asset for a purpose. */
export const renditions = pgTable(
  'renditions',
  {
    id: uuid('id').primaryKey(),
    assetId: uuid('asset_id')
      .notNull()
      .references(() => assets.id, { onDelete: 'cascade' }),
    /** `responsive`, `thumb`, `card` … as packages/media-processing names them. */
    purpose: text('purpose').notNull(),
    format: text('format').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
  },
  (table) => [
    unique('renditions_one').on(table.assetId, table.purpose, table.format, table.width),
    index('renditions_sha256').on(table.sha256),
  ],
);
