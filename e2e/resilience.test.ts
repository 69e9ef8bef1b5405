import { crc32, deflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { infographicArtwork } from './pictures.ts';
import { processesBelow } from './processes.ts';
import { type Product, startProduct } from './product.ts';
import { type Ask, setUpByProgram } from './program.ts';

/** Milliseconds within which a process that died is back and has done its work, on a busy machine. */
const patience = { timeout: 90_000, interval: 200 };

let product: Product;
let ask: Ask;
let moveTo: (product: Product) => void;
let newsroom: string;

beforeAll(async () => {
  product = await startProduct();
  ({ ask, moveTo } = await setUpByProgram(product));
  const { body } = await ask('GET', '/channels');
  newsroom = (body['data'] as { id: string }[])[0]?.id ?? '';
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.error(product?.lastWords());
});
afterAll(() => product?.stop());

async function writeItem(title: string): Promise<{ id: string; version: number }> {
  const made = await ask('POST', '/items', { body: { kind: 'story', title } });
  expect(made.status).toBe(201);
  return made.body as never;
}

/** Makes a post of a new item that is due now; answers its path. */
async function publish(title: string): Promise<string> {
  const { id: itemId } = await writeItem(title);
  const { body: post } = await ask('POST', '/posts', { body: { itemId, channelId: newsroom } });
  const path = `/posts/${post['id']}`;
  const sent = await ask('POST', `${path}/publish-now`, { body: { version: post['version'] } });
  expect(sent.status).toBe(200);
  return path;
}

const stateOf = async (post: string) => (await ask('GET', post)).body['state'];

function kill(program: 'api' | 'publisher'): void {
  const found = processesBelow(product.pid).find(({ command }) => command.includes(`apps/${program}/src/main.ts`));
  if (!found) throw new Error(`No ${program} runs`);
  process.kill(found.pid, 'SIGKILL');
}

async function titles(): Promise<string[]> {
  const { body } = await ask('GET', '/items?limit=100');
  return (body['data'] as { title: string }[]).map(({ title }) => title);
}

describe('kill -9', () => {
  it('of the publisher delays a post and loses none', async () => {
    kill('publisher');
    const posts = await Promise.all(['One', 'Two', 'Three'].map((title) => publish(`${title}, while nobody sends`)));
    await vi.waitFor(async () => {
      for (const post of posts) expect(await stateOf(post)).toBe('published');
    }, patience);
    expect(product.output()).toContain('publisher was ended by SIGKILL; starting it again');
  });

  it('of the API loses nothing that it had acknowledged', async () => {
    const acknowledged: string[] = [];
    let isOver = false;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let number = 0; !isOver; number += 1) {
        const title = `Writer ${writer}, number ${number}`;
        const made = await ask('POST', '/items', { body: { kind: 'story', title } }).catch(() => null);
        if (made?.status === 201) acknowledged.push(title);
      }
    });
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(8), patience);
    kill('api');
    const before = acknowledged.length;
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 8), patience);
    isOver = true;
    await Promise.all(writers);
    const kept: string[] = [];
    let cursor: unknown = null;
    do {
      const { body } = await ask('GET', `/items?limit=100${cursor ? `&cursor=${cursor}` : ''}`);
      kept.push(...(body['data'] as { title: string }[]).map(({ title }) => title));
      cursor = body['next'];
    } while (cursor);
    expect(acknowledged.filter((title) => !kept.includes(title))).toEqual([]);
  });

  it('of the database is answered with 503, and the save works afterwards', async () => {
    const { id, version } = await writeItem('Saved at last');
    const save = () =>
      ask('PUT', `/items/${id}`, {
        body: { version, title: 'Saved at last', summary: 'After all', content: emptyStory },
      });
    const database = processesBelow(product.pid).find(({ command }) => /postgres .*-D /.test(command));
    if (!database) throw new Error('No database runs');
    process.kill(database.pid, 'SIGKILL');
    const refused = await save();
    expect(refused.status).toBe(503);
    expect(refused.body['code']).toBe('unavailable');
    expect(refused.headers.get('Retry-After')).toBe('2');
    await vi.waitFor(async () => expect((await save()).status).toBe(200), patience);
    expect((await ask('GET', `/items/${id}`)).body).toMatchObject({ summary: 'After all', revision: 2 });
  });

  it('of everything at once, and another start, keeps all of it; a second start on the same data says so', async () => {
    const before = await titles();
    // Nobody has claimed it: what a dead publisher had in hand waits a minute for its lease.
    kill('publisher');
    const due = await publish('Due when the power went');
    await product.cutPower();
    product = await startProduct({ data: product.data });
    moveTo(product);
    expect(product.setupUrl).toBe('');
    expect(await titles()).toEqual(['Due when the power went', ...before].slice(0, 100));
    await vi.waitFor(async () => expect(await stateOf(due)).toBe('published'), patience);
    await expect(startProduct({ data: product.data })).rejects.toThrow(
      `Mobilise is running on this data already: ${product.url} (process ${product.pid}`,
    );
    expect((await ask('GET', '')).status).toBe(200);
  });
});

const emptyStory = { leadImage: null, body: { type: 'doc', content: [{ type: 'paragraph' }] } };

describe('bad input', () => {
  const upload = (name: string, type: string, body: Uint8Array) =>
    ask('POST', `/assets?filename=${name}`, { body, headers: { 'Content-Type': type } });

  it('that is no picture, or another one than it says, is refused', async () => {
    const words = await upload('flu.png', 'image/png', Buffer.from('%PDF-1.7 not a picture at all'));
    expect(words).toMatchObject({ status: 415, body: { code: 'media_type_mismatch', fields: [{ field: 'file' }] } });
    const other = await upload('flu.jpg', 'image/jpeg', await infographicArtwork());
    expect(other).toMatchObject({ status: 415, body: { code: 'media_type_mismatch' } });
  });

  it('that is larger than an upload may be is refused', async () => {
    const large = await upload('large.png', 'image/png', Buffer.alloc(50 * 1024 * 1024 + 1));
    expect(large).toMatchObject({ status: 413, body: { code: 'too_large', fields: [{ field: 'file' }] } });
  });

  it('that unpacks to billions of pixels is refused before it is unpacked', async () => {
    const begun = performance.now();
    const bomb = await upload('bomb.png', 'image/png', pngOf(50_000, 50_000));
    expect(bomb).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('that is no JSON, or does not fit, is answered with the field', async () => {
    const broken = await ask('POST', '/items', { body: '{"kind": "story", ' });
    expect(broken).toMatchObject({ status: 400, body: { code: 'invalid_request', fields: [{ field: 'body' }] } });
    expect(broken.headers.get('Content-Type')).toContain('application/problem+json');
    const untitled = await ask('POST', '/items', { body: { kind: 'story', title: ' ' } });
    expect(untitled).toMatchObject({ status: 400, body: { fields: [{ field: 'body.title' }] } });
    const cursor = await ask('GET', '/items?cursor=elsewhere');
    expect(cursor).toMatchObject({ status: 400, body: { fields: [{ field: 'query.cursor' }] } });
  });

  it('with a link that would run a script is refused, and says where', async () => {
    const marks = [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }];
    const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Look', marks }] }] };
    const hostile = await ask('POST', '/items', {
      body: { kind: 'story', title: 'Hostile', content: { leadImage: null, body } },
    });
    expect(hostile).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(JSON.stringify(hostile.body['fields'])).toContain('href');
  });

  it('from a page of another site is refused', async () => {
    const foreign = await ask('POST', '/items', {
      body: { kind: 'story', title: 'Foreign' },
      headers: { Origin: 'https://elsewhere.example' },
    });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'cross_site' } });
  });
});

/** A PNG that announces a size and holds a row of it: what a decompression bomb looks like to whoever reads its head. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(1 + width * 3));
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}
