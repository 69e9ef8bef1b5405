import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { guardedLookup } from './outgoing-fetch.ts';
import { certificate, privateKey } from './smtp-fake-certificate.ts';

/** A message that the server has taken, as it came in. */
export interface Taken {
  from: string;
  to: string;
  raw: string;
}

/** What the server says at a step: a reply code with words, or nothing and a connection that is gone. */
export type Reply = { status: number; words: string } | 'gone';

export interface SmtpFake {
  host: string;
  port: number;
  /** Letters whose bytes arrived whole, whether or not the sender was told. */
  taken: Taken[];
  logins: () => number;
  /** What befalls letters to an address; null lets them through. Asked at each step of each try. */
  onSender: (from: string) => Reply | null;
  onRecipient: (to: string) => Reply | null;
  /** Asked when the whole message has arrived. */
  onMessage: (to: string) => Reply | null | Promise<Reply | null>;
  close: () => Promise<void>;
}

export const fakeLogin = { user: 'news@riverside.example', password: 'correct horse' };

/** What a person types to connect to a fake. */
export function typedFor({ host, port }: Pick<SmtpFake, 'host' | 'port'>): Record<string, unknown> {
  return {
    host,
    port: String(port),
    security: 'tls',
    ...fakeLogin,
    fromName: 'Riverside Hospice',
    from: 'news@riverside.example',
    postalAddress: '4 Mill Lane, Riverside',
    about: 'News from Riverside, once a month',
    replyTo: '',
  };
}

/** Takes every name for this machine's. */
export const lookupFakes = guardedLookup({
  allowPrivate: true,
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
});

/** Makes this process trust the fakes' certificate, which no product does. */
export function trustFakes(): void {
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
}

/** A real SMTP server on a random port of the loopback address, whose answers a test decides. */
export async function smtpFake({
  security = 'tls',
}: {
  security?: 'tls' | 'starttls' | 'none';
} = {}): Promise<SmtpFake> {
  let logins = 0;
  const leave = (session: SMTPServerSession) => {
    for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
  };
  const answer = (
    reply: Reply | null,
    session: SMTPServerSession,
    done: (error?: Error | null, words?: string) => void,
  ) => {
    if (reply === 'gone') return leave(session);
    if (reply) return done(Object.assign(new Error(reply.words), { responseCode: reply.status }));
    return done(null, 'OK: queued as 4f1c');
  };
  const server = new SMTPServer({
    secure: security === 'tls',
    key: privateKey,
    cert: certificate,
    ...(security === 'none' && { disabledCommands: ['STARTTLS'] }),
    logger: false,
    closeTimeout: 200,
    onAuth: ({ username, password }, _session, done) => {
      logins += 1;
      if (username === fakeLogin.user && password === fakeLogin.password) return done(null, { user: username });
      return done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));
    },
    onMailFrom: ({ address }, session, done) => answer(fake.onSender(address), session, done),
    onRcptTo: ({ address }, session, done) => answer(fake.onRecipient(address), session, done),
    onData: async (stream, session, done) => {
      const parts = await Array.fromAsync(stream as AsyncIterable<Buffer>).catch(() => null);
      // A connection that was lost before the last dot: there is no message, and nobody to tell.
      if (!parts) return;
      const raw = Buffer.concat(parts).toString();
      const to = session.envelope.rcptTo[0]?.address ?? '';
      const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
      const reply = await fake.onMessage(to);
      // Refused in words, it was not taken; gone without a word, it was.
      if (reply === null || reply === 'gone') fake.taken.push({ from, to, raw });
      answer(reply, session, done);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const fake: SmtpFake = {
    host: 'localhost',
    port: (listening.address() as AddressInfo).port,
    taken: [],
    logins: () => logins,
    onSender: () => null,
    onRecipient: () => null,
    onMessage: () => null,
    close: () => {
      // Whoever is still connected has nothing to wait for.
      for (const { _socket } of server.connections) _socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}
