import { linkedin } from '@mobilise/channels/linkedin';
import { fakeOrganization, type LinkedInFake, linkedinFake } from '@mobilise/channels/linkedin-fake';
import { guardedFetch } from '@mobilise/channels/outgoing-fetch';
import { buildAsset, buildChannel, buildPost } from '@mobilise/db/factories';
import { seal } from '@mobilise/db/secrets';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { reconcile } from './reconcile.ts';
import { sweep } from './sweep.ts';

const sharp = await loadSharp();
const { sql, db, storage, publisher, sendDue, passTime, read } = await testPublishing();

let fake: LinkedInFake;
beforeEach(async () => {
  fake = await linkedinFake();
});
afterEach(() => fake.close());

const worker = (fetch = guardedFetch({ allowPrivate: true })) => publisher({ adapterFor: async () => linkedin, fetch });

/** A post with a picture, due on a connected page. */
async function due() {
  const channel = await buildChannel(db, {
    kind: 'linkedin',
    config: { service: fake.url, organization: fakeOrganization, name: 'Riverside Hospice', vanityName: null },
  });
  await sql`update channels set credentials = ${seal(fake.grant(), worker().key, channel.id)} where id = ${channel.id}`;
  const { create } = { create: { width: 300, height: 200, channels: 3 as const, background: '#456' } };
  const { sha256, bytes } = await storage.put(await sharp({ create }).png().toBuffer());
  const { workspaceId } = channel;
  const asset = await buildAsset(db, { workspaceId, sha256, bytes, width: 300, height: 200 });
  const images = [{ assetId: asset.id, alt: 'The ward garden' }];
  return buildPost(db, { channelId: channel.id, content: { text: 'Come and see', images, link: null } });
}

it('a picture that LinkedIn is still at work on keeps its post waiting, without a failure, and it goes out once it is done', async () => {
  fake.processFor(7);
  const { id } = await due();
  await sendDue(worker());
  const waiting = await read(id);
  expect(waiting).toMatchObject({ state: 'scheduled', failure: null });
  expect(waiting.sendIn).toBeGreaterThan(5);
  expect(waiting.sendIn).toBeLessThanOrEqual(15);
  expect(fake.made()).toBe(0);
  await passTime(16);
  await sendDue(worker());
  expect(await read(id)).toMatchObject({ state: 'published', remoteUrl: expect.stringContaining('urn:li:share:') });
  // What the first try uploaded is what the second shows.
  expect([fake.images.size, fake.made()]).toEqual([1, 1]);
});

it('a post whose answer was lost is found on the page, and not sent again', async () => {
  const { id } = await due();
  const reach = guardedFetch({ allowPrivate: true });
  const losing: typeof globalThis.fetch = async (input, init) => {
    const response = await reach(input, init);
    if (init?.method === 'POST' && String(input).endsWith('/rest/posts')) throw new Error('The connection was reset');
    return response;
  };
  await sendDue(worker(losing));
  expect((await read(id)).state).toBe('unconfirmed');
  await passTime(30);
  await sweep(worker());
  await reconcile(worker());
  expect(await read(id)).toMatchObject({ state: 'published', remoteUrl: expect.stringContaining('urn:li:share:') });
  expect(fake.made()).toBe(1);
});
