import { type HoldTarget, holdTargets } from '@mobilise/contracts/holds';
import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { campaigns } from './campaigns.ts';
import { channels } from './channels.ts';
import { at, oneOf } from './columns.ts';
import { workspaceId } from './team.ts';

/** The hold switch, pressed: nothing that it covers leaves until it is ended, or its time is over. */
export const holds = pgTable(
  'holds',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    target: text('target').$type<HoldTarget>().notNull(),
    channelId: uuid('channel_id').references(() => channels.id, { onDelete: 'cascade' }),
    campaignId: uuid('campaign_id').references(() => campaigns.id, { onDelete: 'cascade' }),
    tag: text('tag'),
    reason: text('reason').notNull(),
    startsAt: at('starts_at').notNull().defaultNow(),
    /** Null until somebody ends it. */
    endsAt: at('ends_at'),
    /** From when on nothing leaves any more: what was on its way when the switch was pressed had left by then. */
    inForceAt: at('in_force_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    by: text('by').notNull(),
    endedAt: at('ended_at'),
    endedBy: text('ended_by'),
  },
  (table) => [
    check('holds_target', oneOf(table.target, holdTargets)),
    check(
      'holds_names_target',
      sql`(${table.target} = 'channel') = (${table.channelId} is not null) and (${table.target} = 'campaign') = (${table.campaignId} is not null) and (${table.target} = 'tag') = (${table.tag} is not null)`,
    ),
    index('holds_active').on(table.workspaceId).where(sql`${table.endedAt} is null`),
  ],
);
