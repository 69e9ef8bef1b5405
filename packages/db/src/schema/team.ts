import { type Role, roles } from '@mobilise/contracts/roles';
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { at, oneOf } from './columns.ts';

/** One team's world. Everything below belongs to one. */
export const workspaces = pgTable('workspaces', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  zone: text('zone').notNull(),
  colour: text('colour').notNull().default('#0f766e'),
  sample: boolean('sample').notNull().default(false),
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().defaultNow(),
});

/** The workspace a row belongs to; the row goes with it. */
export const workspaceId = () =>
  uuid('workspace_id')
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' });

export const members = pgTable(
  'members',
  {
    workspaceId: workspaceId(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<Role>().notNull(),
    joinedAt: at('joined_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    index('members_user').on(table.userId),
    check('members_role', oneOf(table.role, roles)),
  ],
);

export const invitations = pgTable(
  'invitations',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    email: text('email').notNull(),
    role: text('role').$type<Role>().notNull(),
    /** SHA-256 of the link's token, hex. */
    tokenHash: text('token_hash').notNull().unique(),
    invitedBy: text('invited_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    acceptedAt: at('accepted_at'),
  },
  (table) => [
    index('invitations_workspace').on(table.workspaceId),
    check('invitations_role', oneOf(table.role, roles)),
  ],
);

export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    prefix: text('prefix').notNull(),
    /** SHA-256 of the secret, hex: the secret has 256 random bits, so no slow hash is needed. */
    hash: text('hash').notNull().unique(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    lastUsedAt: at('last_used_at'),
    revokedAt: at('revoked_at'),
  },
  (table) => [index('api_keys_workspace').on(table.workspaceId), check('api_keys_role', oneOf(table.role, roles))],
);

/** Who did what, when and why. Append-only. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    at: at('at').notNull().defaultNow(),
    /** The member; null for an API key or the publisher, which `actor` names. */
    userId: text('user_id').references(() => users.id, { onDelete: 'set null' }),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    noun: text('noun').notNull(),
    subjectId: text('subject_id'),
    subject: text('subject'),
    reason: text('reason'),
    detail: jsonb('detail'),
  },
  (table) => [
    index('audit_entries_workspace').on(table.workspaceId, table.id),
    index('audit_entries_subject').on(table.workspaceId, table.subjectId, table.id),
    check('audit_entries_actor', sql`length(${table.actor}) > 0`),
  ],
);
