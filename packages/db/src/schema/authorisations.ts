import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { SignInPage } from '@mobilise/contracts/sign-in';
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { sessions, users } from './auth.ts';
import { channels } from './channels.ts';
import { at } from './columns.ts';
import { workspaceId } from './team.ts';

/**
 * People who have been sent to a platform to allow a connection, and what they brought back until they have chosen a page.
 * A row lives for minutes, and goes with the session that began it.
 */
export const authorisations = pgTable(
  'authorisations',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The one session that may come back with the answer. */
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<ChannelKindName>().notNull(),
    /** The channel that is reconnected; null for a new one. */
    channelId: uuid('channel_id').references(() => channels.id, { onDelete: 'cascade' }),
    /** SHA-256 of `state`, hex. */
    stateHash: text('state_hash').notNull().unique(),
    /** The sealed PKCE verifier; null where the platform takes none. */
    verifier: text('verifier'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    /** When the platform’s answer came back: it counts once. */
    usedAt: at('used_at'),
    /** The sealed tokens, from then on until a page is chosen. */
    grant: text('grant'),
    pages: jsonb('pages').$type<SignInPage[]>(),
  },
  (table) => [
    index('authorisations_workspace').on(table.workspaceId),
    index('authorisations_expires').on(table.expiresAt),
  ],
);
