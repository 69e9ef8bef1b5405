import { Problem } from '@mobilise/contracts/problems';
import * as team from '@mobilise/contracts/team';
import { rateLimit } from 'express-rate-limit';
import { type Api, serve, servePublic, serveSession } from '../serve.ts';
import { createWorkspace, getWorkspace, removeWorkspace, updateWorkspace, workspacesOf } from '../workspaces.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { listAudit } from './audit.ts';
import { acceptInvitation, getInvitation, invite, listInvitations, withdrawInvitation } from './invitations.ts';
import { changeRole, listMembers, removeMember } from './members.ts';
import { checkSetup, setUp, setupNeeded } from './setup.ts';

export function teamRoutes(api: Api): void {
  const { context, router } = api;
  // They make accounts, and a password hash is dear; nor is a token to be guessed: 30 tries a quarter of an hour from one address.
  router.use(
    ['/setup', '/invitations/:token'],
    rateLimit({
      windowMs: 15 * 60_000,
      limit: 30,
      skip: ({ method }) => method === 'GET',
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (_request, _response, next) =>
        next(new Problem('too_many_requests', 'Too many tries from this address. Wait a quarter of an hour.')),
    }),
  );
  servePublic(api, team.setupStatus, async ({ db }) => ({ needed: await setupNeeded(db) }));
  servePublic(api, team.checkSetup, (context, { body }) => checkSetup(context, body.token));
  servePublic(api, team.setup, (context, { body }, { response }) => setUp(context, body, response, new Date()));
  servePublic(api, team.getInvitation, (context, { params }) => getInvitation(context, params.token, new Date()));
  servePublic(api, team.acceptInvitation, (context, { params, body }, exchange) =>
    acceptInvitation(context, params.token, body, exchange, new Date()),
  );

  serveSession(api, team.getMe, async ({ userId, ...person }) => ({
    id: userId,
    ...person,
    workspaces: await workspacesOf(context.db, userId),
  }));
  serveSession(api, team.createWorkspace, (person, { body }) => createWorkspace(context.db, person, body, new Date()));

  serve(api, team.getWorkspace, (scope) => getWorkspace(scope));
  serve(api, team.updateWorkspace, (scope, { body }) => updateWorkspace(scope, body));
  serve(api, team.removeWorkspace, (scope) => removeWorkspace(scope));
  serve(api, team.listMembers, (scope) => listMembers(scope));
  serve(api, team.changeRole, (scope, { params, body }) => changeRole(scope, params.user, body.role));
  serve(api, team.removeMember, (scope, { params }) => removeMember(scope, params.user));
  serve(api, team.listInvitations, (scope) => listInvitations(scope));
  serve(api, team.invite, (scope, { body }) => invite(scope, context.settings.publicUrl, body));
  serve(api, team.withdrawInvitation, (scope, { params }) => withdrawInvitation(scope, params.invitation));
  serve(api, team.listApiKeys, (scope) => listApiKeys(scope));
  serve(api, team.createApiKey, (scope, { body }) => createApiKey(scope, body));
  serve(api, team.revokeApiKey, (scope, { params }) => revokeApiKey(scope, params.key));
  serve(api, team.listAudit, (scope, { query }) => listAudit(scope, query));
  serve(api, team.watchChanges, (scope, _input, { response }) => {
    context.live.stream(scope.workspaceId, response);
    return { noun: '', id: null, actor: null };
  });
}
