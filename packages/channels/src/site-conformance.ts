import type { Problem } from '@mobilise/contracts/problems';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Adapter, Connection, OutgoingItem, OutgoingPost } from './adapter.ts';
import { type ConformanceFake, connectThrough, samplePost } from './conformance-fake.ts';
import { faultProxy } from './faults.ts';
import type { SiteCalls } from './site-fake.ts';

interface SitePost {
  id: string | number;
  slug: string;
  title: string;
  status: string;
}

/** A fake site that shows whole items, each of which is a draft before it is public. */
interface SiteFake extends ConformanceFake, SiteCalls {
  posts: Pick<Map<unknown, SitePost>, 'values' | 'clear' | 'size'>;
  writeOther: (post: { slug: string; title: string; status: string }) => SitePost;
}

/** A post whose item differs. */
export function postWith(
  base: OutgoingPost,
  item: Partial<OutgoingItem> = {},
  overrides: Partial<OutgoingPost> = {},
): OutgoingPost {
  return { ...base, ...overrides, item: base.item && { ...base.item, ...item } };
}

/** A connection that keeps progress in `kept`, as the publisher does. */
export function keeping(connection: Connection, kept: Pick<OutgoingPost, 'progress'>): Connection {
  const keep: Connection['keep'] = async (progress) => {
    kept.progress = progress;
  };
  return { ...connection, keep };
}

/** Publishes, and gives the post as the site has it. */
export async function publishedOn<Post extends Pick<SitePost, 'id'>>(
  site: { posts: Pick<Map<unknown, Post>, 'values'> },
  adapter: Adapter,
  post: OutgoingPost,
  connection: Connection,
): Promise<Post> {
  const outcome = await adapter.publish(post, connection);
  const remoteId = outcome.outcome === 'published' ? outcome.remoteId : null;
  const made = [...site.posts.values()].find(({ id }) => String(id) === remoteId);
  if (!made) throw new Error(JSON.stringify(outcome));
  return made;
}

/** What connecting was refused with. */
export async function refusalOf(
  adapter: Adapter,
  typed: Record<string, unknown>,
  connection: Connection,
): Promise<{ message: string; fields: unknown }> {
  const refusal = await adapter.connect(typed, connection).then(
    () => null,
    (problem: Problem) => problem,
  );
  expect(refusal?.code).toBe('channel_refused');
  return { message: refusal?.message ?? '', fields: refusal?.fields?.map(({ field }) => field) };
}

/** What a site promises beyond `conformance`: which of its posts is ours, whatever else is there. `out`: the status of what is public. */
export function siteConformance(name: string, adapter: Adapter, makeFake: () => Promise<SiteFake>, out: string): void {
  describe(`a post on ${name}`, () => {
    const base = samplePost(adapter);
    let fake: SiteFake;
    let connection: Connection;
    beforeEach(async () => {
      fake = await makeFake();
      connection = await connectThrough(adapter, fake.url, fake);
    });
    afterEach(() => fake.close());

    const published = (post: OutgoingPost) => publishedOn(fake, adapter, post, connection);
    const look = (post: OutgoingPost, over = connection) => adapter.reconcile?.(post, over, base.createdAt);

    test('is another one with a name of its own, when it is the second of the same item', async () => {
      const [one, two] = [await published(base), await published({ ...base, handle: 'another' })];
      expect(one.id).not.toBe(two.id);
      expect(one.slug).not.toBe(two.slug);
      for (const { slug } of [one, two]) expect(slug).toMatch(new RegExp(`^${base.item?.slug}-[0-9a-f]{8}$`));
      expect(fake.made()).toBe(2);
    });

    test('whose draft was made and the answer lost is found again, and there is no other', async () => {
      const proxy = await faultProxy(fake.url);
      const through = await connectThrough(adapter, proxy.url, fake);
      const creating = fake.preparing.find(({ name }) => name === 'making the draft');
      void proxy.strike('accepted, the answer lost', creating?.matches ?? (() => false));
      expect((await adapter.publish(base, through)).outcome).toBe('refused');
      expect([...fake.posts.values()].map(({ status }) => status)).toEqual(['draft']);
      expect(await look(base, through)).toEqual({ found: 'absent' });
      await published(base);
      expect(fake.posts.size).toBe(1);
      await proxy.close();
    });

    test('of somebody else, with the same name, is neither taken for ours nor touched', async () => {
      const { slug } = await published(base);
      fake.posts.clear();
      const other = fake.writeOther({ slug, title: 'Somebody else’s', status: out });
      const before = { ...other };
      expect(await look(base)).toEqual({ found: 'absent' });
      const kept = { progress: null };
      const outcome = await adapter.publish(base, keeping(connection, kept));
      const [theirs, ours] = [...fake.posts.values()];
      expect([theirs, ours?.slug, fake.posts.size]).toEqual([before, `${slug}-2`, 2]);
      // Of its own it is known by its id.
      expect(await look({ ...base, ...kept })).toEqual({ ...outcome, outcome: undefined, found: 'published' });
    });

    test('that is out already is left alone', async () => {
      const kept = { progress: null };
      await adapter.publish(base, keeping(connection, kept));
      fake.calls.length = 0;
      const { id } = await published({ ...base, ...kept });
      expect(fake.calls).toEqual([expect.stringMatching(new RegExp(`^GET posts/${id}/?$`))]);
    });

    test('that was found by a person is known by its name', async () => {
      const { id, slug } = await published(base);
      expect((await adapter.edit?.(`slug:${slug}`, postWith(base, { title: 'Now' }), connection))?.change).toBe('done');
      expect([...fake.posts.values()]).toEqual([expect.objectContaining({ id, title: 'Now' })]);
      expect(await adapter.remove?.(`slug:${slug}`, connection)).toEqual({ change: 'done' });
      expect(await adapter.remove?.(`slug:${slug}`, connection)).toEqual({ change: 'gone' });
    });

    test('asks to reconnect where the stored credentials are none', async () => {
      expect(await adapter.publish(base, { ...connection, credentials: {} })).toMatchObject({
        outcome: 'refused',
        reconnect: true,
      });
    });
  });
}
