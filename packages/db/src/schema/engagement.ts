import type { Metric } from '@mobilise/contracts/engagement';
import { bigint, boolean, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, multirange } from './columns.ts';
import { posts } from './posts.ts';

/** Readings of a post's metrics. Append-only. */
export const readings = pgTable(
  'readings',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    metric: text('metric').$type<Metric>().notNull(),
    /** Null unless the status is `ok`. */
    value: bigint('value', { mode: 'number' }),
    status: text('status').$type<'ok' | 'unavailable' | 'error'>().notNull(),
    source: text('source').notNull(),
    message: text('message'),
    observedAt: at('observed_at').notNull().defaultNow(),
  },
  (table) => [index('readings_latest').on(table.postId, table.metric, table.observedAt)],
);

/** Page views of the newsroom site by day: counters only, nothing about a person. */
export const pageViews = pgTable(
  'page_views',
  {
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    day: date('day', { mode: 'string' }).notNull(),
    views: integer('views').notNull().default(0),
    readers: integer('readers').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.postId, table.day] })],
);

/** Today's reader hashes, to count each once. They go with the day's salt, and with them any way back. */
export const pageReaders = pgTable(
  'page_readers',
  {
    day: date('day', { mode: 'string' }).notNull(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    readerHash: text('reader_hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.postId, table.readerHash] })],
);

/** The random salt of a day, deleted when the day is over. */
export const daySalts = pgTable('day_salts', {
  day: date('day', { mode: 'string' }).primaryKey(),
  salt: text('salt').notNull(),
});

/** Downloads of an episode by day, as the IAB counts them (docs/decisions): counters only, nothing about a person. */
export const downloads = pgTable(
  'downloads',
  {
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    day: date('day', { mode: 'string' }).notNull(),
    downloads: integer('downloads').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.postId, table.day] })],
);

/** How much of an episode each listener of today has fetched, so that one is counted once. Goes with the day's salt. */
export const downloadListeners = pgTable(
  'download_listeners',
  {
    day: date('day', { mode: 'string' }).notNull(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    listenerHash: text('listener_hash').notNull(),
    /** All that they were sent, what was sent twice as well. */
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** Which milliseconds of it they were sent. */
    heard: multirange('heard').notNull().default('{}'),
    counted: boolean('counted').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.day, table.postId, table.listenerHash] })],
);
