import { z } from 'zod';

export const roles = ['owner', 'lead', 'editor', 'designer', 'viewer'] as const;
export const role = z.enum(roles);
export type Role = (typeof roles)[number];

/** What each role is for, in the words of the screens. */
export const roleDescriptions: Record<Role, string> = {
  owner: 'Sets up channels, people and keys, and may do everything else.',
  lead: 'Approves, schedules, holds, and reads what posts achieved.',
  editor: 'Writes and schedules. A lead approves.',
  designer: 'Uploads artwork and prepares infographics.',
  viewer: 'Reads everything, changes nothing.',
};

const everyone = roles;
const writers = ['owner', 'lead', 'editor', 'designer'] as const;

/** Who may do what: the one table that API and screens ask. */
const permissions = {
  'workspace.read': everyone,
  'workspace.manage': ['owner'],
  'members.manage': ['owner'],
  'keys.manage': ['owner'],
  'audit.read': ['owner', 'lead'],
  'campaigns.read': everyone,
  'campaigns.write': ['owner', 'lead', 'editor'],
  'items.read': everyone,
  'items.write': writers,
  'items.approve': ['owner', 'lead'],
  'assets.read': everyone,
  'assets.write': writers,
  'assets.purge': ['owner', 'lead'],
  'channels.read': everyone,
  'channels.manage': ['owner'],
  'subscribers.manage': ['owner', 'lead'],
  'shows.manage': ['owner', 'lead', 'editor'],
  // To whom a show belongs: where its feed is, what proves it to other hosts, and what apps and directories drop it by.
  'shows.own': ['owner', 'lead'],
  // What is taken over is out at once, as if it had been approved.
  'shows.import': ['owner', 'lead'],
  'posts.read': everyone,
  'posts.write': writers,
  'posts.schedule': ['owner', 'lead', 'editor'],
  'posts.override': ['owner', 'lead'],
  'posts.hold': ['owner', 'lead'],
  'posts.correct': ['owner', 'lead'],
  'engagement.read': everyone,
  'publishing.read': ['owner', 'lead', 'editor'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof permissions;
export const actions = Object.keys(permissions) as Action[];

/** Whether a role may take an action. */
export function can(role: Role, action: Action): boolean {
  return (permissions[action] as readonly Role[]).includes(role);
}

/** The roles that may take an action, for a sentence such as "Ask an owner or a lead". */
export function whoCan(action: Action): readonly Role[] {
  return permissions[action];
}
