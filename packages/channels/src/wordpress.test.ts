import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Connection, OutgoingImage, OutgoingItem, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { connectThrough, sampleImage, samplePost } from './conformance-fake.ts';
import { keeping, postWith, publishedOn, siteConformance } from './site-conformance.ts';
import { wordpress } from './wordpress.ts';
import { type WordPressFake, wordpressFake } from './wordpress-fake.ts';

conformance('WordPress', wordpress, wordpressFake);
siteConformance('WordPress', wordpress, wordpressFake, 'publish');

let fake: WordPressFake;
let connection: Connection;
beforeEach(async () => {
  fake = await wordpressFake();
  connection = await connectThrough(wordpress, fake.url, fake);
});
afterEach(() => fake.close());

const base = samplePost(wordpress);
const postOf = (item: Partial<OutgoingItem> = {}, overrides: Partial<OutgoingPost> = {}) =>
  postWith(base, item, overrides);
const published = (post: OutgoingPost) => publishedOn(fake, wordpress, post, connection);
const imageOf = (alt: string): OutgoingImage => ({ alt, mime: 'image/jpeg', width: 800, height: 600, sha256: 'b' });

describe('the post', () => {
  test('has the words and pictures of the item, and nothing of it is run', async () => {
    const post = postOf({
      title: 'Fish & chips for <5s',
      summary: 'A & b',
      html: `${base.item?.html}<p>[gallery]</p>`,
    });
    const made = await published(post);
    const [picture] = fake.uploads.values();
    expect(made).toMatchObject({
      title: 'Fish &amp; chips for &lt;5s',
      excerpt: 'A &amp; b',
      featured_media: picture?.id,
      status: 'publish',
    });
    const src = `${fake.url}/wp-content/uploads/2026/11/${picture?.file}`;
    expect(made.content).toBe(
      '<p>Come between <strong>nine and four</strong>.</p><figure>' +
        `<img src="${src}" class="wp-image-${picture?.id}" width="1200" height="675" alt="A nurse holds a syringe">` +
        '</figure><p>&#91;gallery]</p>',
    );
  });

  test('its pictures have the bytes from storage, their alt text and a name made of them', async () => {
    await published(base);
    const [picture] = fake.uploads.values();
    expect(picture).toMatchObject({ alt_text: 'A nurse holds a syringe', mime: 'image/png', bytes: sampleImage });
    const [image] = Object.values(base.item?.images ?? {});
    const hash = createHash('sha256').update(`${image?.sha256}\n${image?.alt}`).digest('hex').slice(0, 20);
    expect(picture?.file).toBe(`mobilise-${hash}.png`);
  });

  test('a picture shown twice is uploaded once; described in other words it is another upload', async () => {
    const html = '<figure><img src="asset:a" alt="x"><img src="asset:b" alt="x"></figure>';
    await published(postOf({ html, images: { a: imageOf('x'), b: imageOf('x') }, leadImage: null }));
    expect(fake.uploads.size).toBe(1);
    await published(postOf({ html, images: { a: imageOf('x'), b: imageOf('y') }, leadImage: 'b' }, { handle: 'two' }));
    expect([...fake.uploads.values()].map(({ alt_text }) => alt_text)).toEqual(['x', 'y']);
  });

  test('an item without pictures asks for none', async () => {
    const made = await published(postOf({ html: '<p>Words</p>', images: {}, leadImage: null }));
    expect(made).toMatchObject({ content: '<p>Words</p>', featured_media: 0 });
    expect(fake.calls.filter((call) => call.includes('media'))).toEqual([]);
  });

  test('goes out as it was approved, and now, whatever somebody did to the draft', async () => {
    const kept = { progress: null };
    fake.refuse(/^POST posts\/\d+$/, { status: 503, body: '' });
    expect((await wordpress.publish(base, keeping(connection, kept))).outcome).toBe('unknown');
    const [draft] = fake.posts.values();
    if (!draft) throw new Error('There is no draft');
    fake.posts.set(draft.id, { ...draft, title: 'Scribbled', content: 'x', isAhead: true });
    fake.mend();
    expect(await published({ ...base, ...kept })).toMatchObject({
      id: draft.id,
      title: base.item?.title,
      status: 'publish',
    });
  });

  test('that the site holds back is not said to be published', async () => {
    fake.publishAs('pending');
    expect(await wordpress.publish(base, connection)).toMatchObject({
      outcome: 'failed',
      message: 'The site took the post and left it as “pending”.',
    });
  });

  test('whose draft somebody put into the bin needs a person, and is not dug out', async () => {
    const kept = { progress: null };
    await wordpress.publish(base, keeping(connection, kept));
    await wordpress.remove?.(String([...fake.posts.keys()][0]), connection);
    const post = { ...base, ...kept };
    expect((await wordpress.reconcile?.(post, connection, base.createdAt))?.found).toBe('different');
    expect(await wordpress.publish(post, connection)).toMatchObject({ outcome: 'failed' });
    fake.posts.clear();
    expect((await wordpress.reconcile?.(post, connection, base.createdAt))?.found).toBe('different');
  });

  test('whose draft vanishes just before is not published, and may be sent again', async () => {
    const body = { code: 'rest_post_invalid_id', message: 'Invalid post ID.', data: { status: 404 } };
    fake.refuse(/^POST posts\/\d+$/, { status: 404, body });
    expect(await wordpress.publish(base, connection)).toMatchObject({
      outcome: 'refused',
      message: 'Invalid post ID.',
    });
  });

  test('is not published when its draft could not be kept', async () => {
    const outcome = await wordpress.publish(base, {
      ...connection,
      keep: () => Promise.reject(new Error('Not ours now')),
    });
    expect(outcome).toMatchObject({ outcome: 'refused', message: 'Not ours now' });
    expect(fake.made()).toBe(0);
  });

  test('with more pictures than one try has time for comes again, and uploads none twice', async () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => clock.mockRestore());
    const slow = {
      ...connection,
      readImage: async () => {
        now += 6000;
        return sampleImage;
      },
    };
    const images = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, imageOf(name)]));
    const post = postOf({ html: '<p>Words</p>', images, leadImage: 'a' });
    expect(await wordpress.publish(post, slow)).toMatchObject({ outcome: 'waiting', seconds: 1 });
    expect([fake.uploads.size, fake.posts.size]).toEqual([2, 0]);
    expect((await wordpress.publish(post, slow)).outcome).toBe('waiting');
    expect((await wordpress.publish(post, slow)).outcome).toBe('published');
    expect([fake.uploads.size, fake.made()]).toEqual([5, 1]);
  });
});

describe('refusals', () => {
  test('an application password that was revoked asks to reconnect, and names what may be in the way', async () => {
    fake.revoke();
    expect(await wordpress.publish(base, connection)).toMatchObject({
      outcome: 'refused',
      message: 'Invalid parameter(s): status. Status is forbidden.',
      reconnect: true,
      advice: expect.stringContaining('make a new application password'),
    });
    expect(await wordpress.check(connection)).toEqual({
      ok: false,
      reconnect: true,
      message: 'You are not currently logged in.',
      advice: expect.stringContaining('security plugin'),
    });
  });

  test('a right that was lost asks for the right', async () => {
    fake.allow(['edit_posts', 'upload_files']);
    expect(await wordpress.publish(base, connection)).toMatchObject({
      outcome: 'refused',
      reconnect: true,
      message: 'Sorry, you are not allowed to publish posts in this post type.',
      advice: expect.stringContaining('an author or an editor'),
    });
    expect(fake.made()).toBe(0);
  });

  test('what the site says of a bad post is final', async () => {
    const post = postOf({ title: '', summary: '', html: '', images: {}, leadImage: null });
    expect(await wordpress.publish(post, connection)).toMatchObject({
      outcome: 'failed',
      message: 'Content, title, and excerpt are empty.',
    });
  });

  test('a REST API that is gone holds the channel’s posts instead of failing them', async () => {
    fake.refuse(/./, { status: 404, body: '<!doctype html>' });
    expect(await wordpress.publish(base, connection)).toMatchObject({ outcome: 'refused', reconnect: true });
    expect(await wordpress.edit?.('7', base, connection)).toMatchObject({ change: 'refused', reconnect: true });
    expect((await wordpress.reconcile?.(base, connection, base.createdAt))?.found).toBe('unknown');
  });
});

describe('what is out', () => {
  test('says what the item says now, with its new picture, under the same address', async () => {
    const made = await published(base);
    const images = { new: imageOf('A queue') };
    const changed = postOf({
      title: 'Now on Sunday',
      html: '<img src="asset:new" alt="A queue">',
      images,
      leadImage: 'new',
    });
    const { slug } = made;
    expect(await wordpress.edit?.(String(made.id), changed, connection)).toEqual({
      change: 'done',
      remoteUrl: `${fake.url}/2026/11/${slug}/`,
    });
    const now = fake.posts.get(made.id);
    expect(now).toMatchObject({ title: 'Now on Sunday', slug, status: 'publish' });
    expect(now?.content).toContain('mobilise-');
    expect([...fake.uploads.values()].map(({ id }) => id)).toContain(now?.featured_media);
  });

  test('that is gone is not written again', async () => {
    const { id } = await published(base);
    await wordpress.remove?.(String(id), connection);
    expect(fake.posts.get(id)?.status).toBe('trash');
    expect(await wordpress.edit?.(String(id), base, connection)).toEqual({ change: 'gone' });
    fake.posts.clear();
    expect(await wordpress.edit?.(String(id), base, connection)).toEqual({ change: 'gone' });
    expect(await wordpress.remove?.(String(id), connection)).toEqual({ change: 'gone' });
  });

  test('is deleted for good where the site has no bin', async () => {
    fake.keepBin(false);
    const { id } = await published(base);
    expect(await wordpress.remove?.(String(id), connection)).toEqual({ change: 'done' });
    expect(fake.posts.has(id)).toBe(false);
  });
});

describe('engagement', () => {
  test('no comments, comments that nobody can write, and a post that is gone differ', async () => {
    const ids: number[] = [];
    for (const handle of ['1', '2', '3', '4']) ids.push((await published({ ...base, handle })).id);
    const [none = 0, some = 0, closed = 0, gone = 0] = ids;
    fake.comments.set(some, 7);
    const post = fake.posts.get(closed);
    if (post) fake.posts.set(closed, { ...post, comment_status: 'closed' });
    await wordpress.remove?.(String(gone), connection);
    const slug = `slug:${fake.posts.get(some)?.slug}`;
    const readings = await wordpress.engagement([...ids.map(String), slug, 'slug:nothing'], connection);
    const unavailable = (message: string) => [{ metric: 'comments', status: 'unavailable', message }];
    expect([...readings.values()]).toHaveLength(6);
    expect(readings.get(String(none))).toEqual([{ metric: 'comments', status: 'ok', value: 0 }]);
    expect(readings.get(String(some))).toEqual([{ metric: 'comments', status: 'ok', value: 7 }]);
    expect(readings.get(slug)).toEqual([{ metric: 'comments', status: 'ok', value: 7 }]);
    expect(readings.get(String(closed))).toEqual(unavailable('Nobody can comment on this post'));
    for (const id of [String(gone), 'slug:nothing'])
      expect(readings.get(id)).toEqual(
        unavailable('The site does not show this post: it is deleted or no longer public'),
      );
  });

  test('a site that keeps its comments to itself is an error, and one that hides their number is unavailable', async () => {
    const id = String((await published(base)).id);
    fake.refuse('GET comments', { status: 200, body: [] });
    expect((await wordpress.engagement([id], connection)).get(id)).toMatchObject([{ status: 'unavailable' }]);
    fake.mend();
    fake.refuse('GET comments', { status: 403, body: { code: 'rest_forbidden', message: 'Not here.' } });
    expect((await wordpress.engagement([id], connection)).get(id)).toEqual([
      { metric: 'comments', status: 'error', message: 'Not here.' },
    ]);
    fake.refuse('GET posts', { status: 500, body: '' });
    expect((await wordpress.engagement([id], connection)).get(id)).toMatchObject([{ status: 'error' }]);
  });
});
