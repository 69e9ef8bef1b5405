import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Address, guardedDownload, guardedFetch } from './outgoing-fetch.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Starts a server on the loopback address; answers its port. */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const v4 = (...addresses: string[]): Address[] => addresses.map((address) => ({ address, family: 4 }));
const open = guardedFetch({ allowPrivate: true });
const closed = guardedFetch({ allowPrivate: false });

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
}

describe('where it may go', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost/',
    'https://169.254.169.254/latest/meta-data/',
  ])('%s is refused by name', async (url) => {
    await expect(closed(url)).rejects.toMatchObject({
      name: 'Problem',
      code: 'address_refused',
      message: expect.stringContaining(new URL(url).hostname.replace(/^\[|\]$/g, '')),
    });
  });

  test('plain http is refused without asking for the name', async () => {
    const resolve = vi.fn(() => Promise.resolve(v4('8.8.8.8')));
    await expect(guardedFetch({ allowPrivate: false, resolve })('http://public.example/')).rejects.toMatchObject({
      code: 'address_refused',
    });
    expect(resolve).not.toHaveBeenCalled();
  });

  test('files and other schemes are refused, private addresses allowed or not', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://public.example/'])
      await expect(open(url)).rejects.toMatchObject({ code: 'address_refused' });
  });

  test('a name with one private address among public ones is refused', async () => {
    const resolve = () => Promise.resolve(v4('8.8.8.8', '10.0.0.1'));
    await expect(guardedFetch({ allowPrivate: false, resolve })('https://mixed.example/')).rejects.toMatchObject({
      code: 'address_refused',
    });
  });

  test('a name that answers differently the second time is asked only once, and the checked address is used', async () => {
    const port = await serve((_request, response) => response.end('checked'));
    const resolve = vi
      .fn<() => Promise<Address[]>>()
      .mockResolvedValueOnce(v4('127.0.0.1'))
      .mockResolvedValue(v4('127.0.0.2'));
    const response = await guardedFetch({ allowPrivate: true, resolve })(`http://rebinding.example:${port}/`);
    expect(await response.text()).toBe('checked');
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fd00:ec2::254]/',
  ])('never to %s, also where private addresses are allowed: keys of a cloud are read there', async (address) => {
    await expect(open(address)).rejects.toMatchObject({ code: 'address_refused' });
  });

  test('a name that was public for the first request is checked again for the second', async () => {
    const resolve = vi
      .fn<() => Promise<Address[]>>()
      .mockRejectedValueOnce(new Error('no route in this test'))
      .mockResolvedValue(v4('127.0.0.1'));
    const fetch = guardedFetch({ allowPrivate: false, resolve });
    await expect(fetch('https://rebinding.example/')).rejects.toMatchObject({ name: 'OutgoingError' });
    await expect(fetch('https://rebinding.example/')).rejects.toMatchObject({ code: 'address_refused' });
  });
});

describe('redirects', () => {
  test('are followed and change method as browsers do', async () => {
    const port = await serve(async (request, response) => {
      const status = Number(request.url?.slice(1));
      if (status) response.writeHead(status, { location: '/end' }).end();
      else response.end(`${request.method} ${request.headers['content-type'] ?? 'no type'} ${await bodyOf(request)}`);
    });
    const post = async (status: number) =>
      (
        await open(`http://127.0.0.1:${port}/${status}`, {
          method: 'POST',
          body: 'text',
          headers: { 'content-type': 'text/plain' },
        })
      ).text();
    expect(await post(307)).toBe('POST text/plain text');
    expect(await post(303)).toBe('GET no type ');
    const response = await open(`http://127.0.0.1:${port}/302`);
    expect([response.url, response.redirected]).toEqual([`http://127.0.0.1:${port}/end`, true]);
  });

  test.each(['127.0.0.1', 'inside.example'])(
    'from an allowed host to %s are refused before anything is sent there',
    async (target) => {
      const reached = vi.fn();
      const secret = await serve((_request, response) => {
        reached();
        response.end('secret');
      });
      const first = await serve((_request, response) =>
        response.writeHead(302, { location: `https://${target}:${secret}/` }).end(),
      );
      const allowPrivate = (hostname: string) => hostname === 'own.example';
      const fetch = guardedFetch({ allowPrivate, resolve: () => Promise.resolve(v4('127.0.0.1')) });
      await expect(fetch(`http://own.example:${first}/`)).rejects.toMatchObject({
        code: 'address_refused',
        message: expect.stringContaining(target),
      });
      expect(reached).not.toHaveBeenCalled();
    },
  );

  test('lose their credentials on another origin, and only there', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers.cookie);
      response.end();
    });
    const first = await serve((request, response) => {
      if (request.url === '/') return response.writeHead(307, { location: '/same' }).end();
      seen.push(request.headers.authorization);
      return response.writeHead(307, { location: `http://127.0.0.1:${other}/` }).end();
    });
    await open(`http://127.0.0.1:${first}/`, { headers: { authorization: 'Bearer secret', cookie: 'a=b' } });
    expect(seen).toEqual(['Bearer secret', undefined, undefined]);
  });

  test('end after five, or at once when the caller says so', async () => {
    let asked = 0;
    const port = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/again' }).end();
    });
    const url = `http://127.0.0.1:${port}/`;
    await expect(open(url)).rejects.toThrow('redirected more than 5 times');
    expect(asked).toBe(6);
    await expect(open(url, { redirect: 'error' })).rejects.toThrow('redirect');
    expect((await open(url, { redirect: 'manual' })).status).toBe(302);
  });
});

describe('answers', () => {
  test('status, headers and bytes arrive as they are', async () => {
    const port = await serve((_request, response) =>
      response.writeHead(418, { 'x-a': 'b', 'set-cookie': ['one=1', 'two=2'] }).end(Buffer.from([0, 255])),
    );
    const response = await open(`http://127.0.0.1:${port}/`);
    expect([response.status, response.headers.get('x-a'), response.headers.getSetCookie()]).toEqual([
      418,
      'b',
      ['one=1', 'two=2'],
    ]);
    expect([...(await response.bytes())]).toEqual([0, 255]);
  });

  test('without a body are no trouble', async () => {
    const port = await serve((_request, response) => response.writeHead(204).end());
    expect((await open(`http://127.0.0.1:${port}/`)).status).toBe(204);
  });

  test.each(['with', 'without'])('longer than the limit are given up, %s a declared length', async (declared) => {
    const port = await serve((_request, response) => {
      if (declared === 'with') response.setHeader('content-length', 101);
      response.end('x'.repeat(101));
    });
    await expect(guardedFetch({ allowPrivate: true, maxBytes: 100 })(`http://127.0.0.1:${port}/`)).rejects.toThrow(
      'more than 100 bytes',
    );
    expect(
      await (await guardedFetch({ allowPrivate: true, maxBytes: 101 })(`http://127.0.0.1:${port}/`)).text(),
    ).toHaveLength(101);
  });

  test('that do not come are given up at the time limit, and counted as sent', async () => {
    const port = await serve(() => {});
    await expect(guardedFetch({ allowPrivate: true, timeout: 50 })(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      name: 'OutgoingError',
      sent: true,
      message: '127.0.0.1 did not answer in time',
    });
  });
});

describe('failures before anything was sent say so', () => {
  test('a name that nobody has', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    await expect(guardedFetch({ allowPrivate: true, resolve })('https://nobody.example/')).rejects.toMatchObject({
      sent: false,
      message: 'There is no server called nobody.example',
    });
  });

  test('a name server that does not answer', async () => {
    const resolve = () => new Promise<Address[]>(() => {});
    await expect(
      guardedFetch({ allowPrivate: true, resolve, timeout: 20 })('https://slow.example/'),
    ).rejects.toMatchObject({ sent: false });
  });

  test('a refused connection', async () => {
    const port = await serve(() => {});
    await new Promise((done) => servers.pop()?.close(done));
    await expect(open(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      sent: false,
      code: 'ECONNREFUSED',
      message: '127.0.0.1 refused the connection',
    });
  });

  test('a server that speaks no TLS', async () => {
    const port = await serve((_request, response) => response.end());
    await expect(open(`https://127.0.0.1:${port}/`, { method: 'POST', body: 'x' })).rejects.toMatchObject({
      sent: false,
    });
  });

  test('a caller who had given up', async () => {
    const port = await serve((_request, response) => response.end());
    await expect(open(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      sent: false,
    });
  });
});

describe('a download', () => {
  const never = new AbortController().signal;

  test('whose answer does not begin in time is given up, also behind a redirect and a name that nobody resolves', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/silent' }).end();
    });
    const soon = guardedDownload({ allowPrivate: true, timeout: 100 });
    await expect(soon(`http://127.0.0.1:${port}/`, 10, never)).rejects.toThrow(/did not answer in time/);
    const nameless = guardedDownload({
      ...{ allowPrivate: true, timeout: 100 },
      resolve: () => new Promise(() => undefined),
    });
    await expect(nameless('http://nobody.example/', 10, never)).rejects.toThrow(/did not answer in time/);
  });

  test('that began in time may take longer, and ends with its signal', async () => {
    let more = (): void => undefined;
    const port = await serve((_request, response) => {
      response.write('one');
      more = () => response.write('two');
    });
    const ending = new AbortController();
    const soon = guardedDownload({ allowPrivate: true, timeout: 500 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { body } = await soon(`http://127.0.0.1:${port}/`, 10, ending.signal);
    vi.advanceTimersByTime(600);
    vi.useRealTimers();
    const parts = body[Symbol.asyncIterator]();
    expect(String((await parts.next()).value)).toBe('one');
    more();
    expect(String((await parts.next()).value)).toBe('two');
    ending.abort(new Error('The publisher is ending'));
    await expect(parts.next()).rejects.toThrow();
  });
});
