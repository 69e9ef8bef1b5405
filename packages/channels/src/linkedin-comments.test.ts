import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, OutgoingPost } from './adapter.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { linkedin } from './linkedin.ts';
import { isComment } from './linkedin-comments.ts';
import { fakeOrganization, type LinkedInFake, linkedinFake } from './linkedin-fake.ts';
import { remoteIdAt } from './registry.ts';

let fake: LinkedInFake;
let connection: Connection;
let comment: OutgoingPost;
let urn: string;
beforeEach(async () => {
  fake = await linkedinFake();
  connection = await connectThrough(linkedin, fake.url, fake);
  urn = fake.post({ commentary: 'Flu clinic on Saturday' }).id;
  comment = samplePost(linkedin, { text: 'Book here (free): https://riverside.example/flu', images: [], replyTo: urn });
});
afterEach(() => fake.close());

const since = () => new Date(Date.now() - 1000).toISOString();
const publish = async () => {
  const outcome = await linkedin.publish(comment, connection);
  if (outcome.outcome !== 'published') throw new Error(outcome.message);
  return outcome;
};

describe('a first comment', () => {
  test('stands below the post in the name of the page, its words as they were written', async () => {
    const { remoteId, remoteUrl } = await publish();
    const [one] = fake.comments.all.values();
    expect(one).toMatchObject({ object: urn, actor: fakeOrganization, message: { text: comment.text } });
    expect(remoteId).toBe(`urn:li:comment:(${urn},${one?.id})`);
    expect(isComment(remoteId)).toBe(true);
    // What opens the post at its comment also names it.
    expect(new URL(remoteUrl ?? '').searchParams.get('commentUrn')).toBe(one?.commentUrn);
    expect(remoteIdAt('linkedin', remoteUrl, {}, { isPart: true })).toBe(remoteId);
    expect(fake.posts.size).toBe(1);
  });

  test('is found by its words and its time, and of several nobody can tell', async () => {
    const words = { object: urn, actor: fakeOrganization, text: comment.text };
    fake.comments.write({ ...words, time: Date.now() - 3_600_000 });
    fake.comments.write({ ...words, actor: 'urn:li:person:1' });
    expect(await linkedin.reconcile(comment, connection, since())).toEqual({ found: 'absent' });
    const { id } = fake.comments.write(words);
    expect(await linkedin.reconcile(comment, connection, since())).toMatchObject({
      found: 'published',
      remoteId: `urn:li:comment:(${urn},${id})`,
    });
    fake.comments.write(words);
    expect((await linkedin.reconcile(comment, connection, since())).found).toBe('different');
  });

  test('is found behind the first page, and given up behind the tenth', async () => {
    const others = (count: number) => {
      for (let at = 0; at < count; at += 1)
        fake.comments.write({ object: urn, actor: 'urn:li:person:1', text: `Thanks ${at}` });
    };
    others(60);
    await publish();
    expect((await linkedin.reconcile(comment, connection, since())).found).toBe('published');
    others(450);
    expect((await linkedin.reconcile(comment, connection, since())).found).toBe('unknown');
  });

  test('can be changed and taken away, and its post stays', async () => {
    const { remoteId } = await publish();
    const changed = { ...comment, text: 'Now on Sunday (sorry)' };
    for (const _ of [1, 2]) expect((await linkedin.edit(remoteId, changed, connection)).change).toBe('done');
    expect(fake.comments.all.values().next().value?.message.text).toBe('Now on Sunday (sorry)');
    expect(await linkedin.remove(remoteId, connection)).toEqual({ change: 'done' });
    expect(await linkedin.remove(remoteId, connection)).toEqual({ change: 'gone' });
    expect(fake.posts.get(urn)?.isDeleted).toBe(false);
  });

  test('has no figures, and says so beside the post that has some', async () => {
    const { remoteId } = await publish();
    fake.figures.set(urn, { impressionCount: 120, clickCount: 0, likeCount: 7, commentCount: 2, shareCount: 1 });
    const readings = await linkedin.engagement([remoteId, urn], connection);
    expect(new Set(readings.get(remoteId)?.map(({ status }) => status))).toEqual(new Set(['unavailable']));
    expect(readings.get(urn)?.every(({ status }) => status === 'ok')).toBe(true);
  });

  test('to a post that is gone is refused for good', async () => {
    fake.posts.clear();
    expect(await linkedin.publish(comment, connection)).toMatchObject({ outcome: 'failed' });
    expect(fake.comments.made).toEqual([]);
  });
});

test('the address of a post is no comment’s, nor the other way round', () => {
  const post = 'https://www.linkedin.com/feed/update/urn:li:share:74/';
  const at = `${post}?commentUrn=${encodeURIComponent('urn:li:comment:(activity:75,76)')}`;
  expect(remoteIdAt('linkedin', post, {}, { isPart: true })).toBeNull();
  expect(remoteIdAt('linkedin', at, {}, { isPart: true })).toBe('urn:li:comment:(urn:li:share:74,76)');
  expect(remoteIdAt('linkedin', at, {})).toBe('urn:li:share:74');
});
