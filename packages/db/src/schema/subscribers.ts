import { type LetterState, letterStates } from '@mobilise/contracts/letters';
import { type SubscriberState, subscriberStates } from '@mobilise/contracts/subscribers';
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { at, oneOf } from './columns.ts';
import { posts } from './posts.ts';
import { workspaceId } from './team.ts';

const channelId = () =>
  uuid('channel_id')
    .notNull()
    .references(() => channels.id, { onDelete: 'cascade' });

/** Somebody who gets, or once got, a newsletter. Links to confirm and to unsubscribe are signed, so no token is kept. */
export const subscribers = pgTable(
  'subscribers',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    channelId: channelId(),
    /** As `normaliseEmail` spells it. */
    email: text('email').notNull(),
    state: text('state').$type<SubscriberState>().notNull(),
    since: at('since').notNull().defaultNow(),
    consentAt: at('consent_at').notNull(),
    consentSource: text('consent_source').notNull(),
    /** When they were last sent a link to confirm; a later one voids it. */
    askedAt: at('asked_at'),
    confirmedAt: at('confirmed_at'),
    bounces: integer('bounces').notNull().default(0),
    /** The mail server's words, after a bounce. */
    reply: text('reply'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('subscribers_email').on(table.channelId, table.email),
    check('subscribers_state', oneOf(table.state, subscriberStates)),
    index('subscribers_list').on(table.channelId, table.id),
    index('subscribers_active').on(table.channelId).where(sql`${table.state} = 'active'`),
    index('subscribers_unconfirmed').on(table.askedAt).where(sql`${table.state} = 'pending'`),
  ],
);

/** Who asked to be forgotten: a keyed hash of the address, so that no import brings it back. */
export const suppressions = pgTable(
  'suppressions',
  {
    channelId: channelId(),
    hash: text('hash').notNull(),
    at: at('at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.hash] })],
);

/** One letter of a newsletter post to one subscriber: made once, sent at most once by itself. docs/decisions/023. */
export const letters = pgTable(
  'letters',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    subscriberId: uuid('subscriber_id').references(() => subscribers.id, { onDelete: 'set null' }),
    /** As it was when the list was made; empty once it was erased at somebody's request. */
    address: text('address').notNull(),
    state: text('state').$type<LetterState>().notNull().default('pending'),
    /** Raised whenever it is taken; a result with an older one does nothing. */
    attempts: integer('attempts').notNull().default(0),
    /** The post's fence when it was taken: another publisher's after a crash. */
    fence: integer('fence').notNull().default(0),
    /** When it may be tried again. Infinity, so that it is not: somebody stopped the letters. */
    notBefore: at('not_before'),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
    /** The mail server's own words. */
    reply: text('reply'),
    bouncedAt: at('bounced_at'),
    /** When its reader unsubscribed with the link in it. */
    unsubscribedAt: at('unsubscribed_at'),
  },
  (table) => [
    unique('letters_one').on(table.postId, table.subscriberId),
    check('letters_state', oneOf(table.state, letterStates)),
    index('letters_pending').on(table.postId, table.id).where(sql`${table.state} = 'pending'`),
    index('letters_under_way').on(table.startedAt).where(sql`${table.state} = 'sending'`),
    index('letters_subscriber').on(table.subscriberId),
    index('letters_troubled').on(table.postId).where(sql`${table.state} in ('refused', 'unknown')`),
  ],
);
