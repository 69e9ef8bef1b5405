import { type ChangeKind, type ChangeState, changeKinds, changeStates } from '@mobilise/contracts/post-changes';
import type { PostContent } from '@mobilise/contracts/post-content';
import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { at, oneOf } from './columns.ts';
import { holds } from './holds.ts';
import { items, revisions } from './items.ts';
import { posts } from './posts.ts';
import { workspaceId } from './team.ts';

/** What was wrong with an item, in a sentence for the public. What is done about each of its posts are `post_changes`. */
export const corrections = pgTable(
  'corrections',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    statement: text('statement').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    by: text('by').notNull(),
  },
  (table) => [index('corrections_item').on(table.itemId, table.createdAt)],
);

/** What is done, once, about a post that is out. Worked like posts: claimed, intended, settled, swept. */
export const postChanges = pgTable(
  'post_changes',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    correctionId: uuid('correction_id').references(() => corrections.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<ChangeKind>().notNull(),
    state: text('state').$type<ChangeState>().notNull().default('planned'),
    /** What an edit brings: a revision that was approved, and the words for a channel that gets its own. */
    revisionId: uuid('revision_id').references(() => revisions.id),
    content: jsonb('content').$type<PostContent>(),
    /** What goes to the channel, frozen before the first try. */
    payload: jsonb('payload').$type<Record<string, unknown>>(),
    /** The post that answers it; its own row says how it stands. */
    replyId: uuid('reply_id').references(() => posts.id, { onDelete: 'cascade' }),
    reason: text('reason'),
    /** The hold that keeps it. */
    holdId: uuid('hold_id').references(() => holds.id, { onDelete: 'set null' }),

    /** Raised by every claim; a write with an older fence does nothing. */
    fence: integer('fence').notNull().default(0),
    claimedBy: text('claimed_by'),
    /** By the database's clock. What is planned belongs to nobody once it has passed. */
    leaseUntil: at('lease_until'),
    /** When to do it next. */
    dueAt: at('due_at').notNull().defaultNow(),
    attempts: integer('attempts').notNull().default(0),
    /** The platform's own words and what to do, after a failure. */
    message: text('message'),
    advice: text('advice'),

    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    by: text('by').notNull(),
    finishedAt: at('finished_at'),
  },
  (table) => [
    check('post_changes_kind', oneOf(table.kind, changeKinds)),
    check('post_changes_state', oneOf(table.state, changeStates)),
    check('post_changes_brings', sql`(${table.kind} = 'edit') = (${table.revisionId} is not null)`),
    check('post_changes_reply', sql`(${table.kind} = 'reply') = (${table.replyId} is not null)`),
    index('post_changes_due').on(table.dueAt).where(sql`${table.state} in ('planned', 'unconfirmed')`),
    index('post_changes_doing').on(table.leaseUntil).where(sql`${table.state} = 'doing'`),
    index('post_changes_attention')
      .on(table.workspaceId)
      .where(sql`${table.state} in ('held', 'refused', 'needs_person')`),
    index('post_changes_post').on(table.postId, table.id),
    index('post_changes_correction').on(table.correctionId).where(sql`${table.correctionId} is not null`),
    index('post_changes_reply').on(table.replyId).where(sql`${table.replyId} is not null`),
    // One at a time: two edits on their way could arrive in the wrong order.
    uniqueIndex('post_changes_one')
      .on(table.postId)
      .where(sql`${table.state} in ('planned', 'held', 'doing', 'unconfirmed')`),
  ],
);
