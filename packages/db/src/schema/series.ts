import type { PostContent } from '@mobilise/contracts/post-content';
import { type SeriesState, seriesStates } from '@mobilise/contracts/series-states';
import type { Disambiguation } from '@mobilise/contracts/time';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { channels } from './channels.ts';
import { at, oneOf } from './columns.ts';
import { items } from './items.ts';
import { workspaceId } from './team.ts';

/** Posts of one item on one channel that recur. Its occurrences are ordinary posts, made ahead; see db/src/materialise.ts. */
export const series = pgTable(
  'series',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    state: text('state').$type<SeriesState>().notNull().default('active'),
    /** What goes out, in turn: the one that has not been used for longest comes next. */
    variants: jsonb('variants').$type<PostContent[]>().notNull(),
    /** False from when somebody who may not approve changed the variants until somebody who may has agreed. */
    wordsApproved: boolean('words_approved').notNull().default(true),
    /** On which local dates: an RRULE with its end, from `starts_on` on. */
    rule: text('rule').notNull(),
    startsOn: text('starts_on').notNull(),
    /** At what time on each of them: `09:00`, in `zone`. */
    time: text('time').notNull(),
    zone: text('zone').notNull(),
    /** Which is meant where the clocks show that time twice. */
    twice: text('twice').$type<Disambiguation>().notNull().default('earlier'),
    /** Seconds an occurrence may be late before it is held. */
    grace: integer('grace').notNull(),
    /** Why its occurrences may go out without their alternatives. */
    override: text('override'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('series_state', oneOf(table.state, seriesStates)),
    check('series_starts_on', sql`${table.startsOn} ~ '^\\d{4}-\\d\\d-\\d\\d$'`),
    check('series_time', sql`${table.time} ~ '^\\d\\d:\\d\\d$'`),
    index('series_workspace').on(table.workspaceId, table.id),
    index('series_item').on(table.itemId),
    index('series_active').on(table.id).where(sql`${table.state} = 'active'`),
  ],
);
