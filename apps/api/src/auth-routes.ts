import { Problem } from '@mobilise/contracts/problems';
import { toNodeHandler } from 'better-auth/node';
import express, { type Request, type Response, type Router } from 'express';
import { clientAddressHeader } from './auth.ts';
import type { Context } from './context.ts';
import { jsonBody } from './json-body.ts';

/** Of all that better-auth answers, what the screens use. People join by set-up or invitation, never by signing up. */
const paths = [
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/list-sessions',
  '/revoke-session',
  '/revoke-other-sessions',
  '/change-password',
  '/update-user',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
];

/** Bytes of the largest body: two passwords and a name fit many times. */
const bodyLimit = 16 * 1024;

/** Signing in and out, sessions, password and second factor. */
export function authRouter({ auth }: Pick<Context, 'auth'>): Router {
  const router = express.Router();
  const answer = toNodeHandler(auth);
  router.all(paths, ...jsonBody(bodyLimit), (request: Request, response: Response) => {
    // better-auth makes addresses of these two; what a proxy says counts only where it is believed.
    request.headers['x-forwarded-proto'] = request.protocol;
    if (!URL.canParse(`${request.protocol}://${request.headers.host}`))
      throw new Problem('invalid_request', 'The Host header is not the name of a host.');
    request.headers[clientAddressHeader] = request.ip ?? '';
    return answer(request, response);
  });
  return router;
}
