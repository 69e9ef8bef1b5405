import type { FailureCode } from '@mobilise/contracts/making-failures';
import type { Crop, MediaFacts, MediaKind, Progress } from '@mobilise/contracts/media';
import {
  type AnyPgColumn,
  bigint,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { at } from './columns.ts';
import { workspaceId } from './team.ts';

/** An uploaded original. Its bytes are in storage under their hash; only renditions are ever served. */
export const assets = pgTable(
  'assets',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    kind: text('kind').$type<MediaKind>().notNull(),
    filename: text('filename').notNull(),
    mime: text('mime').notNull(),
    sha256: text('sha256').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    width: integer('width'),
    height: integer('height'),
    /** Milliseconds. */
    duration: integer('duration'),
    facts: jsonb('facts').$type<MediaFacts>().notNull().default({}),
    warnings: text('warnings').array().notNull().default([]),
    alt: text('alt').notNull().default(''),
    longDescription: text('long_description').notNull().default(''),
    credit: text('credit').notNull().default(''),
    licence: text('licence').notNull().default(''),
    /** The last day on which it may be used. */
    rightsUntil: date('rights_until', { mode: 'string' }),
    focalPoint: jsonb('focal_point').$type<{ x: number; y: number }>(),
    /** Crops set by hand, by the name of their shape; they win over the focal point. */
    crops: jsonb('crops').$type<Record<string, Crop>>().notNull().default({}),
    /** What was written down of a recording by a program, in one text to be searched. */
    words: text('words').notNull().default(''),
    thumbhash: text('thumbhash'),
    state: text('state').$type<'processing' | 'ready' | 'failed' | 'cancelled'>().notNull().default('processing'),
    progress: jsonb('progress').$type<Progress>(),
    failure: text('failure'),
    failureCode: text('failure_code').$type<FailureCode>(),
    /** What its files were made by: another one than the pipeline of today, and they are made again. */
    madeBy: text('made_by'),
    /** The upload that took its place. What was approved keeps this one. */
    replacedBy: uuid('replaced_by').references((): AnyPgColumn => assets.id, { onDelete: 'set null' }),
    /** In the bin since then. */
    deletedAt: at('deleted_at'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [index('assets_workspace').on(table.workspaceId, table.id), index('assets_sha256').on(table.sha256)],
);

/** The uploads that one was made of by us, all the way back: what they may not be used for, it may not either. */
export const assetSources = pgTable(
  'asset_sources',
  {
    assetId: uuid('asset_id')
      .notNull()
      .references(() => assets.id, { onDelete: 'cascade' }),
    /** Null once the source was removed for good. */
    sourceId: uuid('source_id').references(() => assets.id, { onDelete: 'set null' }),
    sha256: text('sha256').notNull(),
  },
  (table) => [
    unique('asset_sources_one').on(table.assetId, table.sourceId),
    index('asset_sources_source').on(table.sourceId),
    index('asset_sources_sha256').on(table.sha256),
  ],
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
    /** Pixels; 0 where there is nothing to see. */
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    /** Milliseconds, of sound and film. */
    duration: integer('duration'),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    /** Names all that decided its bytes; one that is still what should be there is not made again. */
    spec: text('spec').notNull().default(''),
  },
  (table) => [
    unique('renditions_one').on(table.assetId, table.purpose, table.format, table.width),
    index('renditions_sha256').on(table.sha256),
  ],
);

/** A file of a picture that others took the place of: pages, feeds and apps of others hold its address for a while. */
export const formerRenditions = pgTable(
  'former_renditions',
  {
    assetId: uuid('asset_id')
      .notNull()
      .references(() => assets.id, { onDelete: 'cascade' }),
    format: text('format').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    since: at('since').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.assetId, table.sha256] }),
    index('former_renditions_sha256').on(table.sha256),
  ],
);

/** That a person agreed to be shown or heard. */
export const consents = pgTable(
  'consents',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    person: text('person').notNull(),
    scope: text('scope').notNull(),
    givenOn: date('given_on', { mode: 'string' }).notNull(),
    /** The last day it holds. */
    until: date('until', { mode: 'string' }),
    note: text('note').notNull().default(''),
    withdrawnAt: at('withdrawn_at'),
    /** The member's name at that time. */
    withdrawnBy: text('withdrawn_by'),
    withdrawalReason: text('withdrawal_reason'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [index('consents_workspace').on(table.workspaceId, table.person)],
);

/** The uploads that a consent is about, by their bytes, so that what a person takes back stays taken back when the upload is gone. */
export const consentAssets = pgTable(
  'consent_assets',
  {
    consentId: uuid('consent_id')
      .notNull()
      .references(() => consents.id, { onDelete: 'cascade' }),
    /** Null once the upload was removed for good. */
    assetId: uuid('asset_id').references(() => assets.id, { onDelete: 'set null' }),
    sha256: text('sha256').notNull(),
  },
  (table) => [
    unique('consent_assets_one').on(table.consentId, table.assetId),
    index('consent_assets_asset').on(table.assetId),
    index('consent_assets_sha256').on(table.sha256),
  ],
);
