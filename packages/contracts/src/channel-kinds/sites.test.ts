import { expect, test } from 'vitest';
import { ghostTyped } from '../connecting/ghost.ts';
import { ghost } from './ghost.ts';
import { wordpress } from './wordpress.ts';

test('a site is one account however its address is written, and whoever signs in there', () => {
  const at = (site: string, userName: string) =>
    wordpress.account({ site, root: 'https://x.example/wp-json/', userName });
  expect(at('http://News.Example/blog', 'anna')).toBe(at('https://news.example/blog/', 'ben'));
  expect(at('https://news.example/', 'anna')).not.toBe(at('https://news.example/blog/', 'anna'));
  const api = 'https://riverside.ghost.example/ghost/api/admin/';
  expect(ghost.account({ site: 'https://news.example', api })).toBe(
    ghost.account({ site: 'http://news.example/', api }),
  );
});

test('an Admin API key is taken whole, and no other key is', () => {
  const adminApiKey = `6748592f4b9b7700010f6564:${'b1'.repeat(32)}`;
  const typed = (key: string) => ghostTyped.safeParse({ site: 'https://news.example', adminApiKey: key });
  expect(typed(` ${adminApiKey}\n`).data?.adminApiKey).toBe(adminApiKey);
  for (const other of ['22444f78447824223cefc48062', adminApiKey.slice(25), `${adminApiKey}:b1`, ''])
    expect(typed(other).success).toBe(false);
});
