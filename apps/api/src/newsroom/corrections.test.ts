import { buildCorrection, buildPostChange, buildRevision } from '@mobilise/db/factories';
import { posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { story, testNewsroom } from './testing.ts';

const { db, get, read, buildSite, publish, announce } = await testNewsroom();
const statement = 'The clinic is on <Sunday>, not on Saturday.';
const escaped = 'The clinic is on &#60;Sunday&#62;, not on Saturday.';

/** A story whose page was corrected, as the publisher does it. */
async function corrected() {
  const site = await buildSite();
  const { item, post, path } = await publish(site, { title: 'Flu clinic', content: story('On Saturday.') });
  const { id: correctionId } = await buildCorrection(db, { itemId: item.id, statement });
  const { id: revisionId } = await buildRevision(db, { itemId: item.id, content: story('On Sunday.'), approved: true });
  const finishedAt = new Date('2026-11-30T10:00:00Z');
  const done = async (kind: 'edit' | 'remove') => {
    await buildPostChange(db, {
      postId: post.id,
      correctionId,
      kind,
      state: 'done',
      finishedAt,
      revisionId: kind === 'edit' ? revisionId : null,
    });
    const columns = kind === 'edit' ? { revisionId, editedAt: finishedAt } : { state: 'removed' as const };
    await db.update(posts).set(columns).where(eq(posts.id, post.id));
    await announce(site);
  };
  return { site, item, post, path, done };
}

test('a corrected page says what was wrong and when, for readers and for programs, and shows what is right', async () => {
  const { path, done } = await corrected();
  expect(await read(path)).toContain('On Saturday.');
  await done('edit');
  await expect.poll(() => read(path)).toContain('On Sunday.');
  const page = await read(path);
  expect(page).toContain(
    `<strong>Correction, <time datetime="2026-11-30T10:00:00.000Z">Mon 30 Nov 2026</time>:</strong> ${escaped}`,
  );
  expect(page).toContain('Updated <time datetime="2026-11-30T10:00:00.000Z">');
  const [data] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.slice(1) ?? [];
  expect(JSON.parse(data ?? '')).toMatchObject({
    dateModified: '2026-11-30T10:00:00.000Z',
    correction: [{ '@type': 'CorrectionComment', text: statement, datePublished: '2026-11-30T10:00:00.000Z' }],
  });
});

test('feeds and the list of addresses tell of the correction as a change', async () => {
  const { site, path, done } = await corrected();
  await done('edit');
  const feed = JSON.parse(await read(`${site.path}/feed.json`)) as { items: Record<string, string>[] };
  expect(feed.items[0]).toMatchObject({ date_modified: '2026-11-30T10:00:00.000Z' });
  expect(feed.items[0]?.['content_html']).toContain(escaped);
  expect(await read(`${site.path}/sitemap.xml`)).toContain(`${path}</loc><lastmod>2026-11-30T10:00:00.000Z</lastmod>`);
});

test('a page without a correction has no note', async () => {
  const { path } = await corrected();
  const page = await read(path);
  expect(page).not.toContain('role="note"');
  expect(page).not.toContain('CorrectionComment');
});

test('a page that was taken down is gone for good: 410, out of the feeds and lists, and says why if the team did', async () => {
  const { site, path, done } = await corrected();
  expect((await get(path)).status).toBe(200);
  expect(await read(`${site.path}/feed.xml`)).toContain('Flu clinic');
  await done('remove');
  await expect.poll(async () => (await get(path)).status).toBe(410);
  const page = await read(path);
  expect(page).toContain('This page has been taken down');
  expect(page).toContain(escaped);
  expect(page).not.toContain('On Saturday.');
  expect((await get(`${path}/data.csv`)).status).toBe(410);
  for (const list of ['', '/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml'])
    expect(await read(`${site.path}${list}`)).not.toContain('Flu clinic');
});
