import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { Problem } from '@mobilise/contracts/problems';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Address } from './outgoing-fetch.ts';
import { failureOf, oneLine, SmtpFailure, type SmtpStage } from './smtp-failure.ts';

/** Milliseconds to connect and be greeted, and without a word from the server afterwards. */
const connectTimeout = 8_000;
const silence = 15_000;
/** Milliseconds for one exchange, a letter whole: a server that says a byte now and then is never silent. */
const usualPatience = 120_000;
/** Bytes that a server may say in one exchange. The longest that any says, to EHLO, is below 2 kB. */
const mostHeard = 64 * 1024;
/** Addresses of a server that are tried. */
const mostAddresses = 3;

export interface SmtpServer {
  host: string;
  port: number;
  security: 'tls' | 'starttls';
  /** Null where the server asks for no sign-in. */
  user: string | null;
  password: string | null;
}

export interface SmtpSession {
  /** Letters that this session has taken so far. */
  taken: () => number;
  /** Sends one message to one address; the server's reply. Throws SmtpFailure. */
  send: (envelope: { from: string; to: string }, message: Uint8Array) => Promise<string>;
  close: () => void;
}

interface Reach {
  lookup: (host: string, signal: AbortSignal) => Promise<Address[]>;
  signal: AbortSignal;
  /** Milliseconds that one exchange may take. */
  patience?: number;
}

/**
 * Signs in to a mail server, always encrypted. The name is resolved and checked by `lookup`, and the connection goes to the
 * checked addresses and no others. Throws SmtpFailure, Problem `address_refused`.
 */
export async function openSmtp(
  server: SmtpServer,
  { lookup, signal, patience = usualPatience }: Reach,
): Promise<SmtpSession> {
  const addresses = await lookup(server.host, signal).catch((cause: unknown) => {
    if (cause instanceof Problem) throw cause;
    throw new SmtpFailure(cause instanceof Error ? cause.message : String(cause), { stage: 'connect', cause });
  });
  let failure: unknown;
  for (const { address } of addresses.slice(0, mostAddresses)) {
    try {
      return await openAt(server, address, { signal, patience });
    } catch (error) {
      failure = error;
      // A server that spoke is the right one; what it says holds for its other addresses.
      if (!(error instanceof SmtpFailure) || error.stage !== 'connect' || error.status !== null) throw error;
    }
  }
  throw failure;
}

async function openAt(
  server: SmtpServer,
  address: string,
  { signal, patience }: { signal: AbortSignal; patience: number },
): Promise<SmtpSession> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { host, port, security, user, password } = server;
  const secrets = [password ?? '', Buffer.from(password ?? '').toString('base64')].filter(Boolean);
  const servername = isIP(host) ? undefined : host;
  const connection = new Connection({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: true,
    ...(servername && { servername }),
    tls: { ...(servername && { servername }), minVersion: 'TLSv1.2' },
    connectionTimeout: connectTimeout,
    greetingTimeout: connectTimeout,
    socketTimeout: silence,
    socketCloseTimeout: 1000,
    logger: false,
  });
  const hearing = boundHearing(connection);
  let isClosed = false;
  let taken = 0;
  const close = () => {
    isClosed = true;
    signal.removeEventListener('abort', close);
    connection.close();
  };
  signal.addEventListener('abort', close, { once: true });
  connection.on('end', () => {
    isClosed = true;
    signal.removeEventListener('abort', close);
  });

  /** One exchange; ends also when the connection does, or the time is up. `begun` tells whether the message is on its way. */
  const exchange = <T>(
    stage: SmtpStage,
    begin: (done: (error: unknown, result?: T) => void) => void,
    begun = () => false,
  ) =>
    new Promise<T>((resolve, reject) => {
      const fail = (told: unknown) =>
        settle(() => reject(failureOf(told, stage, { host, secrets, begun: begun(), isClosed })));
      const onEnd = () => fail(signal.aborted ? signal.reason : new Error('Connection closed'));
      const timer = setTimeout(() => {
        fail(Object.assign(new Error('Time is up'), { code: 'ETIMEDOUT' }));
        close();
      }, patience);
      const settle = (run: () => void) => {
        clearTimeout(timer);
        connection.removeListener('error', fail);
        connection.removeListener('end', onEnd);
        signal.removeEventListener('abort', onEnd);
        run();
      };
      connection.once('error', fail);
      connection.once('end', onEnd);
      signal.addEventListener('abort', onEnd, { once: true });
      if (signal.aborted || isClosed) return onEnd();
      hearing.begin();
      begin((error, result) => (error ? fail(error) : settle(() => resolve(result as T))));
    });

  // Nobody listens between two letters; a connection that ends then is found closed by the next.
  connection.on('error', () => undefined);
  try {
    await exchange('connect', (done) => connection.connect((error) => done(error)));
    if (user !== null)
      await exchange('connect', (done) => connection.login({ user, pass: password ?? '' }, (error) => done(error)));
  } catch (error) {
    close();
    throw error;
  }
  return {
    taken: () => taken,
    close: () => {
      if (isClosed) return;
      signal.removeEventListener('abort', close);
      connection.quit();
      // Whoever waits for nothing more is not waited for.
      setTimeout(() => connection.close(), 1000).unref();
    },
    send: async ({ from, to }, message) => {
      let begun = false;
      const stream = Readable.from(
        (function* () {
          // Read only once the server has said that it takes the message.
          begun = true;
          yield message;
        })(),
      );
      try {
        const { response } = await exchange<SMTPConnection.SentMessageInfo>(
          'recipient',
          (done) => connection.send({ from, to: [to], size: message.length }, stream, done),
          () => begun,
        );
        if (!/^2\d\d(?!\d)/.test(String(response))) {
          close();
          throw failureOf(new Error('No reply code'), 'message', { host, secrets, begun, isClosed });
        }
        taken += 1;
        return oneLine(String(response), secrets);
      } catch (error) {
        // What was begun and refused stays in the server's mind until it is told to forget it.
        if (error instanceof SmtpFailure && !error.isClosed)
          await exchange('recipient', (done) => connection.reset((wrong) => done(wrong))).catch(close);
        throw error;
      }
    },
  };
}

/**
 * Ends a connection whose server says more than `mostHeard` in one exchange. nodemailer bounds a single reply and keeps every
 * line of a flood of them, empty ones too, until it comes to it.
 */
function boundHearing(connection: SMTPConnection): { begin: () => void } {
  // Not in its types, and the only place that every byte comes through, before STARTTLS and after it.
  const inner = connection as unknown as { _onData: (chunk: Buffer) => void };
  const hear = inner._onData.bind(connection);
  let heard = 0;
  inner._onData = (chunk) => {
    heard += chunk.length;
    if (heard <= mostHeard) return hear(chunk);
    const socket = connection._socket;
    connection.emit('error', new Error('The answer is too long'));
    connection.close();
    // It would listen for a second more.
    if (socket) socket.destroy();
  };
  return {
    begin: () => {
      heard = 0;
    },
  };
}
