import { execFileSync } from 'node:child_process';
import { channelKindNames } from '@mobilise/contracts/channels';
import { expect, test } from 'vitest';
import { adapterFor, handleFor, isRemote, remoteIdAt, remoteKinds } from './registry.ts';

const post = { postId: '0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234', dueAt: '2026-11-30T09:00:00Z' };

test('every kind but the newsroom has an adapter of its own kind', async () => {
  expect(remoteKinds).toEqual(channelKindNames.filter((kind) => kind !== 'newsroom'));
  expect(isRemote('newsroom')).toBe(false);
  for (const kind of remoteKinds) expect((await adapterFor(kind)).kind).toBe(kind);
});

test('the handle of a post is its id unless the platform wants another', () => {
  expect(handleFor('newsroom', post)).toBe(post.postId);
  expect(handleFor('bluesky', post)).toMatch(/^[234567a-z]{13}$/);
});

test('a handle is worked out without loading a client library', () => {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => { if (name.startsWith('@atproto/')) throw new Error('loaded ' + name); return next(name, context); } });
    const { handleFor } = await import(${JSON.stringify(new URL('./registry.ts', import.meta.url).href)});
    console.log(handleFor('bluesky', ${JSON.stringify(post)}));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(printed.trim()).toBe(handleFor('bluesky', post));
});

test.each([
  ['https://bsky.app/profile/team.example/post/3kfirsttryaaa', 'at://did:plc:us/app.bsky.feed.post/3kfirsttryaaa'],
  ['https://bsky.app/profile/did:plc:us/post/3kfirsttryaaa/', 'at://did:plc:us/app.bsky.feed.post/3kfirsttryaaa'],
  ['https://bsky.app/profile/team.example', null],
  ['no address', null],
])('what a person found at %s is known by %s', (url, id) => {
  expect(remoteIdAt('bluesky', url, { did: 'did:plc:us' })).toBe(id);
});

test.each([
  ['https://mastodon.example/@riverside/113546789012345678', '113546789012345678'],
  ['https://mastodon.example/deck/@riverside/113546789012345678/', '113546789012345678'],
  ['https://mastodon.example/@riverside', null],
  ['https://mastodon.example/@carers/113546789012345678', null],
  ['https://mastodon.example/@riverside@elsewhere.example/113546789012345678', null],
  ['https://elsewhere.example/@riverside/113546789012345678', null],
])('what a person found at %s on Mastodon is known by %s', (url, id) => {
  const config = { server: 'https://mastodon.example', handle: 'riverside@example.org' };
  expect(remoteIdAt('mastodon', url, config)).toBe(id);
});

test.each([
  ['https://www.linkedin.com/feed/update/urn:li:share:7400000000000000001/', 'urn:li:share:7400000000000000001'],
  ['https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A74', 'urn:li:ugcPost:74'],
  [
    'https://www.linkedin.com/posts/riverside-hospice_flu-clinic-share-7400000000000000001-aB3d',
    'urn:li:share:7400000000000000001',
  ],
  ['https://www.linkedin.com/feed/update/urn:li:activity:7400000000000000001/', null],
  ['https://linkedin.com.evil.example/feed/update/urn:li:share:1', null],
  ['https://www.linkedin.com/company/riverside-hospice/', null],
])('what a person found at %s on LinkedIn is known by %s', (url, id) => {
  expect(remoteIdAt('linkedin', url, {})).toBe(id);
});

test.each([
  ['https://news.example/blog/2026/11/flu-clinic-1a2b3c4d/', 'slug:flu-clinic-1a2b3c4d'],
  ['https://news.example/blog/news/flu-clinic-1a2b3c4d.html', 'slug:flu-clinic-1a2b3c4d'],
  ['https://news.example/blog/?p=7', '7'],
  ['https://news.example/blog/wp-admin/post.php?post=7&action=edit', '7'],
  ['https://news.example/blog/wp-admin/edit.php', null],
  ['https://news.example/blog/', null],
  ['https://news.example/elsewhere/flu-clinic/', null],
  ['https://elsewhere.example/blog/?p=7', null],
])('what a person found at %s on WordPress is known by %s', (url, id) => {
  expect(remoteIdAt('wordpress', url, { site: 'https://news.example/blog' })).toBe(id);
});

test.each([
  ['https://news.example/flu-clinic-1a2b3c4d/', 'slug:flu-clinic-1a2b3c4d'],
  ['https://riverside.ghost.example/ghost/#/editor/post/6748592f4b9b7700010f6564', '6748592f4b9b7700010f6564'],
  ['https://news.example/ghost/#/posts', null],
  ['https://news.example/', null],
  ['https://elsewhere.example/flu-clinic-1a2b3c4d/', null],
])('what a person found at %s on Ghost is known by %s', (url, id) => {
  expect(remoteIdAt('ghost', url, { site: 'https://news.example/' })).toBe(id);
});
