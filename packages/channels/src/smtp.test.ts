import { once } from 'node:events';
import { type AddressInfo, createServer as createPlain, type Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSmtp } from './smtp.ts';
import { fakeLogin, lookupFakes, smtpFake, trustFakes } from './smtp-fake.ts';
import { certificate, privateKey } from './smtp-fake-certificate.ts';
import { smtpFaultProxy } from './smtp-faults.ts';

let close: () => Promise<void> = async () => undefined;
beforeAll(trustFakes);
afterEach(() => close());

const megabyte = 1024 * 1024;

/** A server of our own making: what it does with a connection. Its port. */
async function server(greet: (socket: Socket) => void, { tls = true } = {}): Promise<number> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined));
    greet(socket);
  };
  const listening = tls
    ? createServer({ key: privateKey, cert: certificate }, (socket: TLSSocket) => serve(socket))
    : createPlain(serve);
  listening.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  close = async () => {
    for (const socket of sockets) socket.destroy();
    listening.close();
    await once(listening, 'close');
  };
  return (listening.address() as AddressInfo).port;
}

const openAt = (
  port: number,
  { security = 'tls', patience }: { security?: 'tls' | 'starttls'; patience?: number } = {},
) =>
  openSmtp(
    { host: 'localhost', port, security, ...fakeLogin },
    { lookup: lookupFakes, signal: AbortSignal.timeout(20_000), ...(patience !== undefined && { patience }) },
  );

/** Says the same for as long as anybody listens. */
function flood(socket: Socket, words: string): void {
  const part = Buffer.from(words.repeat(Math.ceil((64 * 1024) / words.length)));
  const pour = () => {
    while (!socket.destroyed && socket.write(part));
  };
  socket.on('drain', pour);
  pour();
}

describe('a server that says far too much', () => {
  test.each([
    ['a line without an end', 'x', 'tls'],
    ['empty lines without an end', '\r\n', 'tls'],
    ['empty lines before it is encrypted', '\r\n', 'starttls'],
    ['a reply of lines without an end', '220-and so on\r\n', 'tls'],
  ] as const)('%s: is left at once, and fills no memory', async (_, words, security) => {
    let heard = 0;
    const port = await server(
      (socket) => {
        socket.on('close', () => {
          heard = socket.bytesWritten;
        });
        flood(socket, words);
      },
      { tls: security === 'tls' },
    );
    const began = performance.now();
    const before = process.memoryUsage();
    await expect(openAt(port, { security })).rejects.toMatchObject({
      name: 'SmtpFailure',
      stage: 'connect',
      message: expect.stringContaining('too long'),
    });
    await expect.poll(() => heard).toBeGreaterThan(0);
    const { heapUsed, external } = process.memoryUsage();
    expect(heapUsed + external - before.heapUsed - before.external).toBeLessThan(50 * megabyte);
    // What was on its way in the buffers of both sides counts too.
    expect(heard).toBeLessThan(30 * megabyte);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('a server that says little to each of many letters may say much in all', async () => {
    const fake = await smtpFake();
    close = fake.close;
    fake.onMessage = () => ({ status: 451, words: `4.7.1 ${'come again '.repeat(400)}` });
    const session = await openAt(fake.port);
    for (let letter = 0; letter < 40; letter++)
      await expect(session.send({ from: 'a@x.example', to: 'b@y.example' }, Buffer.from('Hi'))).rejects.toMatchObject({
        status: 451,
        isClosed: false,
      });
    session.close();
  });
});

test('a server that is never silent and never done is left when the time for an exchange is up', async () => {
  const port = await server((socket) => {
    const timer = setInterval(() => socket.write('2'), 10);
    socket.on('close', () => clearInterval(timer));
  });
  await expect(openAt(port, { patience: 200 })).rejects.toMatchObject({
    stage: 'connect',
    message: 'localhost did not answer in time',
  });
});

test.each([true, false])('a connection that is lost at once says nothing about encryption (TLS: %s)', async (tls) => {
  const port = await server((socket) => socket.destroy(), { tls });
  await expect(openAt(port)).rejects.toMatchObject({
    stage: 'connect',
    message: expect.not.stringContaining('encrypted'),
  });
});

test.each(['yes', '2', '25', '999 done', '354 go on', '45 perhaps', '2500 taken', '{"queued": true}'])(
  'after a letter, %j is no answer that tells what became of it',
  async (words) => {
    const fake = await smtpFake();
    const proxy = await smtpFaultProxy(fake, { malformed: words });
    close = async () => {
      await proxy.close();
      await fake.close();
    };
    const session = await openAt(proxy.port);
    void proxy.strike('accepted, the answer malformed', ({ step }) => step === 'message');
    const sending = session.send({ from: 'a@x.example', to: 'b@y.example' }, Buffer.from('Hi'));
    await expect(sending).rejects.toMatchObject({ stage: 'message', status: null, mayHaveArrived: true });
    expect(fake.taken).toHaveLength(1);
    session.close();
  },
);
