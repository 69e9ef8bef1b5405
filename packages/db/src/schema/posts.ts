import type { PostContent } from '@mobilise/contracts/post-content';
import { type HoldReason, holdReasons, type PostState, postStates } from '@mobilise/contracts/post-states';
import type { FfmpegFacts } from '@mobilise/contracts/publishing';
import type { Disambiguation } from '@mobilise/contracts/time';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
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
import { at, oneOf } from './columns.ts';
import { holds } from './holds.ts';
import { items, revisions } from './items.ts';
import { series } from './series.ts';
import { workspaceId } from './team.ts';

/** One item's revision, on one channel, at one time. The row is the truth; docs: ARCHITECTURE.md, the state machine. */
export const posts = pgTable(
  'posts',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    revisionId: uuid('revision_id')
      .notNull()
      .references(() => revisions.id),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id),
    state: text('state').$type<PostState>().notNull().default('draft'),
    holdReason: text('hold_reason').$type<HoldReason>(),
    /** The hold that keeps it, when that is the reason. */
    holdId: uuid('hold_id').references(() => holds.id, { onDelete: 'set null' }),
    content: jsonb('content').$type<PostContent>().notNull(),

    /** The series that made it, and which of its local dates it is: it stays that date's when its time is moved. */
    seriesId: uuid('series_id').references(() => series.id, { onDelete: 'set null' }),
    occurrence: text('occurrence'),

    /** What a person scheduled: a wall time (`2026-11-30T09:00`) in a zone. The instant follows from it. */
    wallTime: text('wall_time'),
    zone: text('zone'),
    disambiguation: text('disambiguation').$type<Disambiguation>(),
    /** Its time came from the channel's queue; gone as soon as a person chooses another. */
    queued: boolean('queued').notNull().default(false),
    /** The release of the tz database `due_at` was resolved with. */
    tzVersion: text('tz_version'),
    dueAt: at('due_at'),
    /** The instant before new tz data moved it, until somebody has seen that it did. */
    movedFrom: at('moved_from'),
    /** When to send next: `due_at`, or later after a refusal that may be retried. */
    sendAt: at('send_at'),
    /** Seconds it may be late before it is held. */
    grace: integer('grace').notNull(),
    /** Why it may go out without its alternatives. */
    override: text('override'),

    /** Raised by every claim; a write with an older fence does nothing. */
    fence: integer('fence').notNull().default(0),
    claimedBy: text('claimed_by'),
    /** By the database's clock. */
    leaseUntil: at('lease_until'),
    /** What goes to the channel, frozen by the first claim of this schedule. */
    payload: jsonb('payload').$type<Record<string, unknown>>(),
    /** What a channel that publishes in two phases has made so far (a draft's id, say), kept before the next phase. */
    progress: jsonb('progress').$type<Record<string, unknown>>(),
    /** The idempotency handle the channel knows it by, fixed before any byte leaves (Bluesky: the record key). */
    handle: text('handle'),
    attempts: integer('attempts').notNull().default(0),

    remoteId: text('remote_id'),
    remoteUrl: text('remote_url'),
    publishedAt: at('published_at'),
    /** When what is out was last changed there. */
    editedAt: at('edited_at'),
    /** The platform's own words and what to do, after a failure. */
    failure: text('failure'),
    advice: text('advice'),
    /** When its engagement is read next; null when it never is again. */
    nextReadingAt: at('next_reading_at'),

    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('posts_wall_time', sql`${table.wallTime} ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$'`),
    check('posts_state', oneOf(table.state, postStates)),
    check(
      'posts_hold_reason',
      sql`(${table.state} = 'held') = (${table.holdReason} is not null) and (${table.holdReason} is null or ${oneOf(table.holdReason, holdReasons)})`,
    ),
    check(
      'posts_scheduled',
      sql`${table.state} not in ('scheduled', 'claimed', 'sending') or ${table.sendAt} is not null`,
    ),
    index('posts_due').on(table.sendAt).where(sql`${table.state} = 'scheduled'`),
    index('posts_leases').on(table.leaseUntil).where(sql`${table.state} in ('claimed', 'sending', 'unconfirmed')`),
    index('posts_calendar').on(table.workspaceId, table.wallTime),
    index('posts_workspace').on(table.workspaceId, table.id),
    index('posts_attention').on(table.workspaceId).where(sql`${table.state} in ('failed', 'needs_person', 'held')`),
    index('posts_item').on(table.itemId),
    // Several publishers and the API make occurrences at the same time; each comes into being once.
    uniqueIndex('posts_occurrence').on(table.seriesId, table.occurrence).where(sql`${table.seriesId} is not null`),
    index('posts_moved').on(table.workspaceId).where(sql`${table.movedFrom} is not null`),
    index('posts_hold').on(table.holdId).where(sql`${table.holdId} is not null`),
    index('posts_revision').on(table.revisionId),
    index('posts_published').on(table.channelId, table.publishedAt.desc()).where(sql`${table.state} = 'published'`),
    // The newest, or the first, published post of an item on a channel: what a newsroom page looks up.
    index('posts_shown')
      .on(table.channelId, table.itemId, table.publishedAt, table.id)
      .where(sql`${table.state} = 'published'`),
    index('posts_readings').on(table.nextReadingAt).where(sql`${table.nextReadingAt} is not null`),
  ],
);

/** One try at sending a post. */
export const attempts = pgTable(
  'attempts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    fence: integer('fence').notNull(),
    worker: text('worker').notNull(),
    handle: text('handle'),
    startedAt: at('started_at').notNull().defaultNow(),
    finishedAt: at('finished_at'),
    outcome: text('outcome').$type<'published' | 'refused' | 'failed' | 'unknown' | 'waiting' | 'abandoned'>(),
    message: text('message'),
    advice: text('advice'),
  },
  (table) => [
    unique('attempts_number').on(table.postId, table.number),
    // For the last minutes of a table that only grows: a few pages instead of all.
    index('attempts_started').using('brin', table.startedAt),
  ],
);

/** A publisher that lives; it says so every few seconds. */
export const publishers = pgTable('publishers', {
  id: text('id').primaryKey(),
  /** The name its machine has, and the release it runs. */
  machine: text('machine').notNull().default(''),
  release: text('release').notNull().default(''),
  /** Milliseconds by which its machine's clock is ahead of the database's, as it found at its last beat. */
  skew: integer('skew').notNull().default(0),
  /** What it makes sound and films with; nothing until it has looked. */
  ffmpeg: jsonb('ffmpeg').$type<FfmpegFacts>(),
  startedAt: at('started_at').notNull().defaultNow(),
  seenAt: at('seen_at').notNull().defaultNow(),
});
