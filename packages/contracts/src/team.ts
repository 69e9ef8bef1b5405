import { z } from 'zod';
import { colour, cursorQuery, id, instant, line, nothing, page, text, userId, version, zone } from './fields.ts';
import { role } from './roles.ts';
import { route } from './route.ts';

export const workspaceParams = z.object({ workspace: id });

export const workspace = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  zone: z.string(),
  colour: z.string(),
  sample: z.boolean(),
  version: z.number(),
});
export type Workspace = z.infer<typeof workspace>;

/** NIST SP 800-63B: length matters, composition rules do not. */
export const password = z.string().min(12, 'Use at least 12 characters').max(128, 'Use at most 128 characters');
/** What a person is called on every screen. */
export const personName = line(80);
export const email = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase());

export const me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  twoFactor: z.boolean(),
  workspaces: z.array(workspace.extend({ role })),
});
export type Me = z.infer<typeof me>;

export const member = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: instant,
});

export const invitation = z.object({
  id,
  email: z.string(),
  role,
  invitedBy: z.string(),
  expiresAt: instant,
});

export const apiKey = z.object({
  id,
  name: z.string(),
  role,
  /** The first characters, to recognise it by. */
  prefix: z.string(),
  createdAt: instant,
  createdBy: z.string(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  noun: z.string(),
  subjectId: z.string().nullable(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
});

const workspaceBody = z.object({ name: line(80), zone, colour: colour.optional() });

export const setupStatus = route({
  method: 'GET',
  path: '/setup',
  access: 'public',
  summary: 'Whether this installation still needs its first owner',
  response: z.object({ needed: z.boolean() }),
});
const setupToken = z.string().min(1).max(200);
export const checkSetup = route({
  method: 'POST',
  path: '/setup/check',
  access: 'public',
  summary: 'Whether a set-up token would be taken; 410 when it would not',
  body: z.object({ token: setupToken }),
  response: nothing,
});
export const setup = route({
  method: 'POST',
  path: '/setup',
  access: 'public',
  status: 201,
  summary: 'Creates the first owner and workspace with the one-time set-up token; signs in',
  body: z.object({ token: setupToken, name: personName, email, password, workspace: workspaceBody }),
  response: z.object({ workspaceId: id }),
});
export const getMe = route({
  method: 'GET',
  path: '/me',
  access: 'session',
  summary: 'The signed-in person and their workspaces',
  response: me,
});
export const createWorkspace = route({
  method: 'POST',
  path: '/workspaces',
  access: 'session',
  status: 201,
  summary: 'Creates a workspace, with its newsroom site; only an owner of another workspace may',
  body: workspaceBody,
  response: workspace,
});
export const getWorkspace = route({
  method: 'GET',
  path: '/workspaces/:workspace',
  access: 'workspace.read',
  summary: 'A workspace',
  params: workspaceParams,
  response: workspace,
});
export const updateWorkspace = route({
  method: 'PATCH',
  path: '/workspaces/:workspace',
  access: 'workspace.manage',
  summary: 'Changes name or colour; the zone is changed by a route of its own',
  params: workspaceParams,
  body: workspaceBody.partial().extend({ version }),
  response: workspace,
});
export const loadSample = route({
  method: 'POST',
  path: '/sample',
  access: 'session',
  status: 201,
  summary: 'Creates a sample workspace with a believable month; only an owner may',
  response: workspace,
});
export const removeWorkspace = route({
  method: 'DELETE',
  path: '/workspaces/:workspace',
  access: 'workspace.manage',
  summary: 'Removes a sample workspace and everything in it; a real one is refused',
  params: workspaceParams,
  response: nothing,
});

export const listMembers = route({
  method: 'GET',
  path: '/workspaces/:workspace/members',
  access: 'workspace.read',
  summary: 'The people of a workspace',
  params: workspaceParams,
  response: z.object({ data: z.array(member) }),
});
const memberParams = z.object({ workspace: id, user: userId });
export const changeRole = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/members/:user',
  access: 'members.manage',
  summary: 'Changes a role; the last owner stays one',
  params: memberParams,
  body: z.object({ role }),
  response: member,
});
export const removeMember = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/members/:user',
  access: 'members.manage',
  summary: 'Removes a person from the workspace',
  params: memberParams,
  response: nothing,
});

export const listInvitations = route({
  method: 'GET',
  path: '/workspaces/:workspace/invitations',
  access: 'members.manage',
  summary: 'Open invitations',
  params: workspaceParams,
  response: z.object({ data: z.array(invitation) }),
});
export const invite = route({
  method: 'POST',
  path: '/workspaces/:workspace/invitations',
  access: 'members.manage',
  status: 201,
  summary: 'Invites a person; the link is shown once and works for seven days',
  params: workspaceParams,
  body: z.object({ email, role }),
  response: invitation.extend({ link: z.url() }),
});
export const withdrawInvitation = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/invitations/:invitation',
  access: 'members.manage',
  summary: 'Withdraws an invitation',
  params: z.object({ workspace: id, invitation: id }),
  response: nothing,
});
const tokenParams = z.object({ token: z.string().min(20).max(200) });
export const getInvitation = route({
  method: 'GET',
  path: '/invitations/:token',
  access: 'public',
  summary: 'What an invitation is for',
  params: tokenParams,
  response: z.object({
    workspace: z.string(),
    role,
    email: z.string(),
    invitedBy: z.string(),
    hasAccount: z.boolean(),
  }),
});
export const acceptInvitation = route({
  method: 'POST',
  path: '/invitations/:token',
  access: 'public',
  status: 201,
  summary: 'Joins: a new person gives name and password and is signed in; one who has an account signs in first',
  params: tokenParams,
  body: z.object({ name: personName.optional(), password: password.optional() }),
  response: z.object({ workspaceId: id }),
});

export const listApiKeys = route({
  method: 'GET',
  path: '/workspaces/:workspace/api-keys',
  access: 'keys.manage',
  summary: 'API keys, without their secrets',
  params: workspaceParams,
  response: z.object({ data: z.array(apiKey) }),
});
export const createApiKey = route({
  method: 'POST',
  path: '/workspaces/:workspace/api-keys',
  access: 'keys.manage',
  status: 201,
  summary: 'Creates an API key; its secret is shown once',
  params: workspaceParams,
  body: z.object({ name: line(80), role }),
  response: apiKey.extend({ secret: z.string() }),
});
export const revokeApiKey = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/api-keys/:key',
  access: 'keys.manage',
  summary: 'Revokes an API key at once',
  params: z.object({ workspace: id, key: id }),
  response: nothing,
});

export const listAudit = route({
  method: 'GET',
  path: '/workspaces/:workspace/audit',
  access: 'audit.read',
  summary: 'Who did what, when and why; newest first',
  params: workspaceParams,
  query: cursorQuery.extend({ noun: text(40).optional(), subject: text(64).optional() }),
  response: page(auditEntry),
});

/** A change somebody made, as the live stream tells it: refetch what you show of this noun. */
export const change = z.object({ noun: z.string(), id: z.string().nullable(), actor: z.string().nullable() });
export type Change = z.infer<typeof change>;
export const watchChanges = route({
  method: 'GET',
  path: '/workspaces/:workspace/changes',
  access: 'workspace.read',
  transport: 'events',
  summary: 'Server-sent events, one per change in the workspace',
  params: workspaceParams,
  response: change,
});
