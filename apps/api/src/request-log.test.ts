import type { Request } from 'express';
import { expect, test } from 'vitest';
import { loggedPath, postOf } from './request-log.ts';

const [workspace, post] = [crypto.randomUUID(), crypto.randomUUID()];

test.each([
  [`/api/v1/workspaces/${workspace}/posts/${post}`, { post }],
  [`/api/v1/workspaces/${workspace}/posts/${post}/schedule`, { post }],
  [`/api/v1/workspaces/${workspace}/posts`, {}],
  [`/api/v1/workspaces/${workspace}/posts/spread`, {}],
  [`/api/v1/workspaces/${workspace}/items/${post}`, {}],
])('the log line of %s names the post that it is about', (path, told) => {
  expect(postOf(path)).toEqual(told);
});

test.each([
  ['/api/v1/invitations/1f2e.secret/accept', '/api/v1/invitations/…/accept'],
  ['/newsletters/confirm/1f2e.1.secret', '/newsletters/confirm/…'],
  ['/newsletters/unsubscribe/1f2e.1.secret', '/newsletters/unsubscribe/…'],
  [`/newsletters/${post}/asked`, `/newsletters/${post}/asked`],
])('%s is logged without its token', (path, logged) => {
  expect(loggedPath({ baseUrl: '', path } as Request)).toBe(logged);
});
