import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { workspaceId } from './team.ts';

/** The times of a week at which a channel likes to have a post, by the clock of the workspace. A queue fills them. */
export const channelSlots = pgTable(
  'channel_slots',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    /** 1 is Monday, 7 is Sunday. */
    weekday: smallint('weekday').notNull(),
    /** `09:00` */
    time: text('time').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channelId, table.weekday, table.time] }),
    index('channel_slots_workspace').on(table.workspaceId),
    check('channel_slots_weekday', sql`${table.weekday} between 1 and 7`),
    check('channel_slots_time', sql`${table.time} ~ '^([01]\\d|2[0-3]):[0-5]\\d$'`),
  ],
);
