import { createHash, randomBytes } from 'node:crypto';
import type { FakeAnswer, FakeRequest } from './fake-server.ts';

export const fakeClient = { id: '86linkedinfake', secret: 'WPL_AP1.s3cretF0rTests' };
const scopes = ['rw_organization_admin', 'w_organization_social', 'r_organization_social'];

interface Code {
  redirectUri: string;
  challenge: string | null;
  member: string;
  until: number;
}

interface Token {
  member: string;
  until: number;
}

/** Seconds, as the documents have them. */
const accessFor = 60 * 86_400;
const refreshFor = 365 * 86_400;
const codeFor = 30 * 60;

/** The words that LinkedIn has for a code that is none. */
const noCode =
  'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists';

/** LinkedIn’s sign-in: its page, its tokens, and what it says about bad ones. */
export function fakeSignIn() {
  const codes = new Map<string, Code>();
  const access = new Map<string, Token>();
  const refresh = new Map<string, Token>();
  const oauth = {
    /** Addresses that it may send people back to; null: any. */
    redirects: null as string[] | null,
    /** Whether the app is approved for refresh tokens. */
    givesRefreshTokens: true,
    /** Whether a refresh token counts once, as it does not at LinkedIn but elsewhere. */
    rotates: false,
    /** Who signs in. */
    member: 'urn:li:person:olive',
    /** Requests for a token in the place of another, refused ones included. */
    refreshes: 0,
    /** Milliseconds by which the clock is ahead. */
    ahead: 0,
    /** Answers the next renewals with this instead. */
    fails: null as FakeAnswer | null,
    /** Runs before a renewal is answered, so that a test can hold it. */
    beforeRefresh: () => Promise.resolve(),
  };
  const now = () => Date.now() + oauth.ahead;
  const secret = (kind: string) => `${kind}${randomBytes(16).toString('base64url')}`;

  const page = (query: URLSearchParams): FakeAnswer => {
    const redirect = query.get('redirect_uri') ?? '';
    const isKnown = oauth.redirects === null || oauth.redirects.includes(redirect);
    // An address that was not registered is never sent anybody to.
    if (query.get('client_id') !== fakeClient.id || !isKnown || !URL.canParse(redirect))
      return html(
        400,
        '<h1>Bummer, something went wrong.</h1><p>The redirect_uri does not match the registered value</p>',
      );
    const asked = (query.get('scope') ?? '').split(' ');
    const state = query.get('state') ?? '';
    const back = (parameters: Record<string, string>) => {
      const address = new URL(redirect);
      for (const [name, value] of Object.entries({ ...parameters, state })) address.searchParams.set(name, value);
      return address.href.replaceAll('&', '&amp;');
    };
    const unknown = asked.find((scope) => !scopes.includes(scope));
    if (unknown)
      return html(
        200,
        `<a href="${back({ error: 'unauthorized_scope_error', error_description: `Scope "${unknown}" is not authorized for your application` })}">Back</a>`,
      );
    const code = secret('AQ');
    const challenge = query.get('code_challenge');
    codes.set(code, { redirectUri: redirect, challenge, member: oauth.member, until: now() + codeFor * 1000 });
    const cancelled = {
      error: 'user_cancelled_authorize',
      error_description: 'The user cancelled the authorization',
    };
    return html(
      200,
      `<h1>Mobilise would like to</h1><p>Create and read posts of your pages.</p><p><a href="${back({ code })}">Allow</a> <a href="${back(cancelled)}">Cancel</a></p>`,
    );
  };

  const issue = (member: string, kept: string | null): FakeAnswer => {
    const accessToken = secret('AT');
    access.set(accessToken, { member, until: now() + accessFor * 1000 });
    const end = (kept && refresh.get(kept)?.until) || now() + refreshFor * 1000;
    const refreshToken = kept && !oauth.rotates ? kept : secret('RT');
    if (kept && oauth.rotates) refresh.delete(kept);
    if (oauth.givesRefreshTokens || kept) refresh.set(refreshToken, { member, until: end });
    return {
      status: 200,
      body: {
        access_token: accessToken,
        expires_in: accessFor,
        scope: scopes.join(','),
        ...((oauth.givesRefreshTokens || (kept && oauth.rotates)) && {
          refresh_token: refreshToken,
          refresh_token_expires_in: Math.floor((end - now()) / 1000),
        }),
      },
    };
  };

  const token = async ({ body, headers }: FakeRequest): Promise<FakeAnswer> => {
    const form = new URLSearchParams(body.toString());
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return refusal(400, 'invalid_request', 'A required parameter "grant_type" is missing');
    const isRefresh = form.get('grant_type') === 'refresh_token';
    if (isRefresh) oauth.refreshes += 1;
    if (isRefresh && oauth.fails) return oauth.fails;
    if (form.get('client_id') !== fakeClient.id || form.get('client_secret') !== fakeClient.secret)
      return refusal(401, 'invalid_client', 'Client authentication failed');
    if (isRefresh) {
      await oauth.beforeRefresh();
      const kept = form.get('refresh_token') ?? '';
      const known = refresh.get(kept);
      if (!known || known.until <= now())
        return refusal(
          400,
          'invalid_request',
          'The provided authorization grant or refresh token is invalid, expired or revoked',
        );
      return issue(known.member, kept);
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verifier = form.get('code_verifier');
    const challenge = verifier && createHash('sha256').update(verifier).digest('base64url');
    if (
      !code ||
      code.until <= now() ||
      code.redirectUri !== form.get('redirect_uri') ||
      code.challenge !== (challenge || null)
    )
      return refusal(400, 'invalid_request', noCode);
    return issue(code.member, null);
  };

  return {
    oauth,
    page,
    token,
    /** Tokens as if somebody had signed in. */
    grant: (member: string = oauth.member) => issue(member, null).body as Record<string, string | number>,
    /** Who a token is of; what is wrong with it otherwise. */
    memberOf: (authorization: string | undefined): string | FakeAnswer => {
      const known = access.get(authorization?.replace(/^Bearer /, '') ?? '');
      if (!known) return unauthorised('INVALID_ACCESS_TOKEN', 65_600, 'Invalid access token');
      if (known.until > now()) return known.member;
      return unauthorised('EXPIRED_ACCESS_TOKEN', 65_602, 'The token used in the request has expired');
    },
    /** Every access token ends; refresh tokens stay. */
    expire: () => {
      for (const one of access.values()) one.until = 0;
    },
    /** The member takes back what they allowed. */
    revoke: () => {
      access.clear();
      refresh.clear();
    },
  };
}

function html(status: number, body: string): FakeAnswer {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A fake LinkedIn</title></head><body><main>${body}</main></body></html>`;
  return { status, body: page, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

function refusal(status: number, error: string, description: string): FakeAnswer {
  return { status, body: { error, error_description: description } };
}

function unauthorised(code: string, serviceErrorCode: number, message: string): FakeAnswer {
  return { status: 401, body: { status: 401, serviceErrorCode, code, message } };
}
