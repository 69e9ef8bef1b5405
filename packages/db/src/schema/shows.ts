import type { importParts } from '@mobilise/contracts/shows';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { channels } from './channels.ts';
import { at } from './columns.ts';
import { assets } from './media.ts';
import { workspaceId } from './team.ts';

const asset = (name: string) => uuid(name).references((): AnyPgColumn => assets.id);

/** A podcast show: a feed on a newsroom site, whose entries are the published episodes of it. */
export const shows = pgTable(
  'shows',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    /** The newsroom site that it appears on. */
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    author: text('author').notNull(),
    ownerName: text('owner_name').notNull().default(''),
    ownerEmail: text('owner_email').notNull().default(''),
    language: text('language').notNull(),
    categories: text('categories').array().notNull(),
    explicit: boolean('explicit').notNull().default(false),
    type: text('type').$type<'episodic' | 'serial'>().notNull().default('episodic'),
    artworkId: asset('artwork_id'),
    copyright: text('copyright').notNull().default(''),
    licence: text('licence').notNull().default(''),
    /** The place it is about, in words (podcast:location). */
    place: text('place').notNull().default(''),
    funding: jsonb('funding').$type<{ url: string; text: string }>(),
    locked: boolean('locked').notNull().default(true),
    introId: asset('intro_id'),
    outroId: asset('outro_id'),
    verification: text('verification').notNull().default(''),
    complete: boolean('complete').notNull().default(false),
    /** podcast:guid; follows from the first address of its feed, or was brought from elsewhere, and never changes. */
    guid: uuid('guid').notNull(),
    /** Where subscribers are sent, since it moved away. */
    newFeedUrl: text('new_feed_url'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    archivedAt: at('archived_at'),
  },
  (table) => [unique('shows_slug').on(table.channelId, table.slug), index('shows_workspace').on(table.workspaceId)],
);

/**
 * What could not be taken over; rows from before there were parts name whole episodes. `lock` is the whole show, which its feed
 * keeps to its owner. The last of those that are listed says how many more there are.
 */
type ImportFailure = {
  episode: string;
  part?: (typeof importParts)[number] | 'lock';
  why: string;
  more?: number;
};

/** Taking over a show from the feed it has elsewhere. */
export const showImports = pgTable(
  'show_imports',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    showId: uuid('show_id').references(() => shows.id, { onDelete: 'set null' }),
    feedUrl: text('feed_url').notNull(),
    state: text('state').$type<'running' | 'done' | 'failed' | 'cancelled'>().notNull().default('running'),
    total: integer('total').notNull().default(0),
    done: integer('done').notNull().default(0),
    failures: jsonb('failures').$type<ImportFailure[]>().notNull().default(sql`'[]'::jsonb`),
    failure: text('failure'),
    /** Whoever began it, or an earlier one of the feed, said that the show is theirs or that its owner agreed. */
    owned: boolean('owned').notNull().default(false),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [
    index('show_imports_workspace').on(table.workspaceId, table.createdAt),
    // An address may be longer than an index takes.
    uniqueIndex('show_imports_feed').on(table.channelId, sql`md5(${table.feedUrl})`),
  ],
);
