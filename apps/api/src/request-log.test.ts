import { expect, test } from 'vitest';
import { postOf } from './request-log.ts';

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
