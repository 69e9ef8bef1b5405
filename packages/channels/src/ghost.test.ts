import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Connection, OutgoingImage, OutgoingItem, OutgoingPost } from './adapter.ts';
import { conformance } from './conformance.ts';
import { connectThrough, sampleImage, samplePost } from './conformance-fake.ts';
import { ghost } from './ghost.ts';
import { type GhostFake, ghostError, ghostFake } from './ghost-fake.ts';
import { keeping, postWith, publishedOn, siteConformance } from './site-conformance.ts';

conformance('Ghost', ghost, ghostFake);
siteConformance('Ghost', ghost, ghostFake, 'published');

let fake: GhostFake;
let connection: Connection;
beforeEach(async () => {
  fake = await ghostFake();
  connection = await connectThrough(ghost, fake.url, fake);
});
afterEach(() => fake.close());

const base = samplePost(ghost);
const postOf = (item: Partial<OutgoingItem> = {}, overrides: Partial<OutgoingPost> = {}) =>
  postWith(base, item, overrides);
const published = (post: OutgoingPost) => publishedOn(fake, ghost, post, connection);
const imageOf = (name: string, alt = name): OutgoingImage => ({
  alt,
  mime: 'image/jpeg',
  width: 800,
  height: 600,
  sha256: name.repeat(64),
});

describe('the post', () => {
  test('has the words and pictures of the item, and leads search engines to the newsroom', async () => {
    const made = await published(base);
    const [image] = fake.images;
    expect(image).toMatchObject({
      type: 'image/png',
      ref: image?.name,
      name: expect.stringMatching(/^mobilise-[0-9a-f]{16}\.png$/),
    });
    expect(made).toMatchObject({
      title: 'Flu clinic opens on Saturday',
      status: 'published',
      custom_excerpt: 'No appointment needed.',
      feature_image: image?.url,
      feature_image_alt: 'A nurse holds a syringe',
      canonical_url: 'https://news.riverside.example/news/riverside/flu-clinic',
      html:
        '<p>Come between <strong>nine and four</strong>.</p><figure>' +
        `<img src="${image?.url}" width="1200" height="675" alt="A nurse holds a syringe"></figure>`,
    });
  });

  test('is no letter to members', async () => {
    await published(base);
    expect(fake.letters).toEqual([]);
  });

  test('without pictures, summary or a page in the newsroom leaves those fields empty', async () => {
    const made = await published(
      postOf({ html: '<p>Words</p>', images: {}, leadImage: null, summary: ' ', url: null }),
    );
    expect(made).toMatchObject({
      custom_excerpt: null,
      feature_image: null,
      feature_image_alt: null,
      canonical_url: null,
    });
    expect(fake.images).toEqual([]);
  });

  test('a summary and alt text that are too long for Ghost end after a whole word', async () => {
    const words = 'wörd '.repeat(100);
    const made = await published(
      postOf({ summary: words, images: { nurse: imageOf('a', words) }, html: '<p>Words</p>' }),
    );
    expect(made.custom_excerpt).toMatch(/^(?:wörd )+wörd…$/);
    expect(made.custom_excerpt).toHaveLength(300);
    expect(made.feature_image_alt).toMatch(/^(?:wörd )+wörd…$/);
    expect(made.feature_image_alt?.length).toBeLessThanOrEqual(191);
  });

  test('a text without spaces is cut between its characters', async () => {
    const made = await published(postOf({ summary: `x${'💉'.repeat(200)}` }));
    expect(made.custom_excerpt).toBe(`x${'💉'.repeat(149)}…`);
  });

  test('a list or quotation that Ghost would take apart goes in as it is', async () => {
    const quotation = '<blockquote><p>q</p><figure><img src="asset:nurse" alt="x"></figure></blockquote>';
    const html = `<p>One</p>\n${quotation}\n<ul><li><p>plain</p></li></ul>\n<blockquote><p>q</p></blockquote>`;
    const made = await published(postOf({ html }));
    expect(made.html.match(/<!--kg-card-begin: html-->(.*?)<!--kg-card-end: html-->/gs)).toHaveLength(1);
    expect(made.html).toContain('<!--kg-card-begin: html--><blockquote><p>q</p><figure>');
    expect(made.html).toMatch(/<p>One<\/p>\n<!--.*-->\n<ul>.*<\/ul>\n<blockquote><p>q<\/p><\/blockquote>$/);
  });

  test('does not upload its pictures again after a try that came no further', async () => {
    const kept = { progress: null };
    fake.refuse('POST posts/', { status: 503, body: '' });
    expect((await ghost.publish(base, keeping(connection, kept))).outcome).toBe('refused');
    fake.mend();
    await published({ ...base, ...kept });
    expect(fake.images).toHaveLength(1);
  });

  test('with more pictures than one try has time for comes again', async () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => clock.mockRestore());
    const kept: { progress: OutgoingPost['progress'] } = { progress: null };
    const slow = {
      ...keeping(connection, kept),
      readImage: async () => {
        now += 6000;
        return sampleImage;
      },
    };
    const images = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, imageOf(name)]));
    const post = postOf({ html: '<p>Words</p>', images, leadImage: 'a' });
    expect(await ghost.publish(post, slow)).toMatchObject({ outcome: 'waiting', seconds: 1 });
    expect((await ghost.publish({ ...post, ...kept }, slow)).outcome).toBe('published');
    expect([fake.images.length, fake.made()]).toEqual([3, 1]);
  });

  test('whose draft somebody deleted needs a person', async () => {
    const kept = { progress: null };
    await ghost.publish(base, keeping(connection, kept));
    fake.posts.clear();
    expect((await ghost.reconcile?.({ ...base, ...kept }, connection, base.createdAt))?.found).toBe('different');
  });

  test('is not published when its draft could not be kept', async () => {
    const keep = ({ id }: Record<string, unknown>) =>
      id ? Promise.reject(new Error('Not ours now')) : Promise.resolve();
    expect(await ghost.publish(base, { ...connection, keep })).toMatchObject({
      outcome: 'refused',
      message: 'Not ours now',
    });
    expect(fake.made()).toBe(0);
  });
});

describe('somebody at the same post', () => {
  test('who saves the draft just before has it sent again, as it was approved', async () => {
    const kept = { progress: null };
    fake.saveNext({ title: 'Scribbled' });
    expect(await ghost.publish(base, keeping(connection, kept))).toMatchObject({
      outcome: 'refused',
      message: 'Saving failed! Someone else is editing this post.',
    });
    expect(fake.made()).toBe(0);
    expect((await published({ ...base, ...kept })).title).toBe(base.item?.title);
  });

  test('who publishes the draft just before has published it', async () => {
    fake.saveNext({ status: 'published' });
    expect((await ghost.publish(base, connection)).outcome).toBe('published');
    expect(fake.made()).toBe(1);
  });

  test('an edit shows pictures from where they are, and keeps those that it uploads', async () => {
    const kept: { progress: OutgoingPost['progress'] } = { progress: null };
    const outcome = await ghost.publish(base, keeping(connection, kept));
    if (outcome.outcome !== 'published') throw new Error(outcome.outcome);
    await ghost.edit?.(outcome.remoteId, { ...base, ...kept }, keeping(connection, kept));
    expect(fake.images).toHaveLength(1);
    kept.progress = { ...kept.progress, pictures: {} };
    fake.refuse(/^PUT/, { status: 502, body: '' });
    expect((await ghost.edit?.(outcome.remoteId, { ...base, ...kept }, keeping(connection, kept)))?.change).toBe(
      'unknown',
    );
    fake.mend();
    expect((await ghost.edit?.(outcome.remoteId, { ...base, ...kept }, keeping(connection, kept)))?.change).toBe(
      'done',
    );
    expect(fake.images).toHaveLength(2);
  });

  test('is told to have finished before a change is made', async () => {
    const { id } = await published(base);
    fake.saveNext({ title: 'Theirs' });
    expect(await ghost.edit?.(id, base, connection)).toMatchObject({
      change: 'refused',
      advice: expect.stringContaining('Somebody is editing the post in Ghost'),
    });
    expect(fake.posts.get(id)?.title).toBe('Theirs');
  });
});

describe('refusals', () => {
  test('a key that was deleted asks to reconnect', async () => {
    fake.revoke();
    expect(await ghost.publish(base, connection)).toMatchObject({ outcome: 'refused', reconnect: true });
    expect(await ghost.check(connection)).toMatchObject({
      ok: false,
      message: 'Unknown Admin API Key',
      reconnect: true,
    });
  });

  test('what Ghost says of a bad post is final, with what helps', async () => {
    expect(await ghost.publish(postOf({ title: 'x'.repeat(256) }), connection)).toMatchObject({
      outcome: 'failed',
      message: 'Validation error, cannot save post. Validation failed for title.',
    });
  });

  test('a draft that vanishes just before may be sent again', async () => {
    fake.refuse(/^PUT/, ghostError(404, 'NotFoundError', 'Resource not found error, cannot edit post.'));
    expect(await ghost.publish(base, connection)).toMatchObject({ outcome: 'refused', retryAfter: null });
  });

  test('a site that is no Ghost any more holds the channel’s posts instead of failing them', async () => {
    fake.refuse(/./, { status: 404, body: '<!doctype html>' });
    expect(await ghost.publish(base, connection)).toMatchObject({ outcome: 'refused', reconnect: true });
    expect(await ghost.edit?.('6748592f4b9b7700010f6564', base, connection)).toMatchObject({ change: 'refused' });
    expect((await ghost.reconcile?.(base, connection, base.createdAt))?.found).toBe('unknown');
  });
});

describe('what is out', () => {
  test('says what the item says now, under the same address', async () => {
    const { id, slug } = await published(base);
    const images = { new: imageOf('c', 'A queue') };
    const html = '<figure><img src="asset:new" alt="A queue"></figure>';
    expect(
      await ghost.edit?.(id, postOf({ title: 'Now on Sunday', html, images, leadImage: 'new' }), connection),
    ).toEqual({
      change: 'done',
      remoteUrl: `${fake.url}/${slug}/`,
    });
    expect(fake.posts.get(id)).toMatchObject({
      title: 'Now on Sunday',
      slug,
      status: 'published',
      feature_image: fake.images.at(-1)?.url,
      feature_image_alt: 'A queue',
    });
  });

  test('that is gone is not written again', async () => {
    const { id } = await published(base);
    expect(await ghost.remove?.(id, connection)).toEqual({ change: 'done' });
    expect(await ghost.remove?.(id, connection)).toEqual({ change: 'gone' });
    expect(await ghost.edit?.(id, base, connection)).toEqual({ change: 'gone' });
  });
});

describe('engagement', () => {
  test('no comments and a post that is gone differ', async () => {
    const [none, some] = [await published(base), await published({ ...base, handle: '2' })];
    const draft = fake.writeOther({});
    fake.comments.set(some.id, 7);
    const asked = [none.id, some.id, draft.id, `slug:${some.slug}`, 'slug:nothing'];
    const readings = await ghost.engagement(asked, connection);
    const message = 'The site does not show this post: it is deleted or no longer public';
    const gone = { metric: 'comments', status: 'unavailable', message };
    expect(asked.map((id) => readings.get(id)?.[0])).toEqual([
      { metric: 'comments', status: 'ok', value: 0 },
      { metric: 'comments', status: 'ok', value: 7 },
      gone,
      { metric: 'comments', status: 'ok', value: 7 },
      gone,
    ]);
  });

  test('a site without comments has no zeros, nor has one that does not say whether it has any', async () => {
    const { id } = await published(base);
    fake.allowComments('off');
    const unavailable = (message: string) => [{ metric: 'comments', status: 'unavailable', message }];
    expect((await ghost.engagement([id], connection)).get(id)).toEqual(
      unavailable('Comments are switched off on this site'),
    );
    fake.refuse('GET settings/', ghostError(501, 'NotImplementedError', 'The server does not support this.'));
    expect((await ghost.engagement([id], connection)).get(id)).toEqual(
      unavailable('This site does not say whether it has comments'),
    );
  });

  test('a site that does not answer is an error, in its words', async () => {
    const { id } = await published(base);
    fake.refuse(/^GET posts\/$/, ghostError(500, 'InternalServerError', 'Out of order'));
    expect((await ghost.engagement([id], connection)).get(id)).toEqual([
      { metric: 'comments', status: 'error', message: 'Out of order' },
    ]);
  });
});
