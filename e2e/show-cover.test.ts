import { emptyEpisode } from '@mobilise/contracts/recordings';
import { parseBuffer } from 'music-metadata';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inDays } from './journey.ts';
import { type Product, startProduct } from './product.ts';
import { type Ask, setUpByProgram } from './program.ts';
import { spokenWav } from './recordings.ts';

/** Milliseconds within which files are made, on a busy machine. */
const patience = { timeout: 90_000, interval: 200 };

let product: Product;
let ask: Ask;

beforeAll(async () => {
  product = await startProduct();
  ({ ask } = await setUpByProgram(product));
});
afterAll(() => product?.stop());

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await ask('POST', path, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

async function upload(filename: string, type: string, body: Buffer): Promise<string> {
  const answer = await ask('POST', `/assets?filename=${filename}`, { body, headers: { 'Content-Type': type } });
  return String(answer.body['id']);
}

const cover = (filename: string, background: string) =>
  sharp({ create: { width: 1400, height: 1400, channels: 3, background } })
    .png()
    .toBuffer()
    .then((square) => upload(filename, 'image/png', square));

/** The path of the MP3 of an item, once its files are there. */
function mp3Of(item: unknown): Promise<string> {
  return vi.waitFor(async () => {
    const { files } = (await ask('GET', `/items/${item}`)).body as {
      files: { state: string; made: { format: string; url: string }[] };
    };
    expect(files.state).toBe('ready');
    return files.made.find(({ format }) => format === 'mp3')?.url ?? '';
  }, patience);
}

/** The colour of the cover in an MP3 that is out: red, green and blue, 0 or 1. */
async function colourInTags(path: string): Promise<number[]> {
  const bytes = await (await fetch(product.url + path)).arrayBuffer();
  const { common } = await parseBuffer(Buffer.from(bytes), { mimeType: 'audio/mpeg' });
  const { channels } = await sharp(common.picture?.[0]?.data).stats();
  return channels.map(({ mean }) => Math.round(mean / 255));
}

it('an episode that is held for the cover of its show goes out once there is another, and has that one in its files', async () => {
  const [withAmira, without] = [await cover('amira.png', '#ff0000'), await cover('lamp.png', '#0000ff')];
  const audio = await upload('night-shift.wav', 'audio/wav', spokenWav(3));
  const [site] = (await ask('GET', '/channels')).body['data'] as { id: string }[];
  const channelId = site?.id;
  const show = await post('/shows', {
    ...{ channelId, title: 'Behind the doors', description: 'What happens there.', author: 'Riverside Hospice' },
    ...{ ownerEmail: 'press@example.org', categories: ['Health & Fitness'], artworkId: withAmira },
  });
  const transcript = { language: 'en-GB', cues: [{ start: 0, end: 2000, text: 'It is three in the morning.' }] };
  const content = { ...emptyEpisode, audio: { assetId: audio, trim: null }, transcript };
  const item = await post('/items', { kind: 'episode', title: 'The night shift', showId: show['id'], content });
  const schedule = { wallTime: `${inDays(1)}T12:00` };
  const waiting = `/posts/${(await post('/posts', { itemId: item['id'], channelId, schedule }))['id']}`;
  const before = await mp3Of(item['id']);

  const consent = { person: 'Amira', scope: 'Podcasts', givenOn: '2026-01-05', assetIds: [withAmira] };
  const { id, version } = await post('/consents', consent);
  await post(`/consents/${id}/withdraw`, { version, reason: 'She has left' });
  const held = (await ask('GET', waiting)).body;
  expect(held).toMatchObject({ state: 'held', holdReason: 'consent' });
  const refused = await ask('POST', `${waiting}/publish-now`, { body: { version: held['version'] } });
  expect(refused.body).toMatchObject({ code: 'rights_ended', detail: expect.stringContaining('“Behind the doors”') });

  const changed = await ask('PATCH', `/shows/${show['id']}`, {
    body: { version: show['version'], artworkId: without },
  });
  expect(changed.status).toBe(200);
  const freed = await vi.waitFor(async () => {
    const { body } = await ask('GET', waiting);
    expect(body['state']).toBe('scheduled');
    return body;
  }, patience);
  const after = await mp3Of(item['id']);
  expect(after).not.toBe(before);
  await post(`${waiting}/publish-now`, { version: freed['version'] });
  await vi.waitFor(async () => expect((await ask('GET', waiting)).body['state']).toBe('published'), patience);
  expect(await colourInTags(after)).toEqual([0, 0, 1]);
});
