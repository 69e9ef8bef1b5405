import type { Limits } from '@mobilise/contracts/channel-kinds/kind';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import { sql } from 'drizzle-orm';
import { doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { workspaceId } from './team.ts';

/** A connected destination. */
export const channels = pgTable(
  'channels',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    kind: text('kind').$type<ChannelKindName>().notNull(),
    name: text('name').notNull(),
    /** Public facts of the connection, as its contract defines them. Never a secret. */
    config: jsonb('config').$type<Record<string, unknown>>().notNull(),
    /** Sealed credentials (see secrets.ts), or null where none are needed. */
    credentials: text('credentials'),
    /** When the credentials end unless they are renewed; null where they do not, or where nobody tells. */
    credentialsExpireAt: at('credentials_expire_at'),
    /** From then on only a person can keep the connection: renewing has an end too, or there is none. Null: no end is known. */
    reconnectBy: at('reconnect_by'),
    /** A process is renewing the credentials, and has until then; nobody else may ask the platform meanwhile (credentials.ts). */
    renewingUntil: at('renewing_until'),
    state: text('state').$type<'ready' | 'needs_reconnect' | 'failing' | 'paused'>().notNull().default('ready'),
    /** What the platform said that it accepts, where it says so. */
    limits: jsonb('limits').$type<Limits>(),
    /** Posts that may be sent at once, as of `tokens_at`; they grow back at the rate of the kind. All publishers take from here. */
    tokens: doublePrecision('tokens'),
    tokensAt: at('tokens_at'),
    /** Nothing is sent before this: the platform asked for it, or the tokens are used up. */
    restingUntil: at('resting_until'),
    /** Sends in a row that the platform did not take. */
    failures: integer('failures').notNull().default(0),
    lastSuccessAt: at('last_success_at'),
    lastErrorAt: at('last_error_at'),
    lastError: text('last_error'),
    lastAdvice: text('last_advice'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('channels_workspace').on(table.workspaceId),
    index('channels_resting').on(table.restingUntil).where(sql`${table.restingUntil} is not null`),
    index('channels_expiring').on(table.credentialsExpireAt).where(sql`${table.credentialsExpireAt} is not null`),
    uniqueIndex('channels_newsroom_slug').on(sql`(${table.config}->>'slug')`).where(sql`${table.kind} = 'newsroom'`),
  ],
);

/** Addresses that newsroom sites had: what is there leads to where the site is now, and no other site may have it. */
export const formerAddresses = pgTable('former_addresses', {
  slug: text('slug').primaryKey(),
  channelId: uuid('channel_id')
    .notNull()
    .references(() => channels.id, { onDelete: 'cascade' }),
});
