import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { Problem } from '@mobilise/contracts/problems';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { OutgoingError } from './outgoing-error.ts';
import type { Address } from './outgoing-fetch.ts';
import { withoutSecrets } from './service.ts';

/** Milliseconds to connect and be greeted, and without a word from the server afterwards. */
const connectTimeout = 8_000;
const silence = 15_000;
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

/** How far a letter had got when it failed. Only after `message` nobody knows whether it arrived. */
export type SmtpStage = 'connect' | 'login' | 'sender' | 'recipient' | 'message';

/** What a mail server, or the way to it, said against a letter or a sign-in. */
export class SmtpFailure extends Error {
  readonly stage: SmtpStage;
  /** The server's reply code; null when it gave none. */
  readonly status: number | null;
  /** Its enhanced code (RFC 3463), such as 5.1.1. */
  readonly enhanced: string | null;
  /** False only where the letter was certainly not taken: before its first byte, or refused in words. */
  readonly mayHaveArrived: boolean;
  /** The connection is of no more use. */
  readonly isClosed: boolean;

  constructor(
    message: string,
    facts: { stage: SmtpStage; status?: number | null; begun?: boolean; isClosed?: boolean; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.name = 'SmtpFailure';
    this.stage = facts.stage;
    this.status = facts.status ?? null;
    this.enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(message)?.[1] ?? null;
    this.mayHaveArrived = facts.begun === true && this.status === null;
    this.isClosed = facts.isClosed ?? this.status === null;
  }
}

export interface SmtpSession {
  /** Letters that this session has taken so far. */
  taken: () => number;
  /** Sends one message to one address; the server's reply. Throws SmtpFailure. */
  send: (envelope: { from: string; to: string }, message: Uint8Array) => Promise<string>;
  close: () => void;
}

/** What nodemailer says about an error. */
interface Told {
  message: string;
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/**
 * Signs in to a mail server, always encrypted. The name is resolved and checked by `lookup`, and the connection goes to the
 * checked addresses and no others. Throws SmtpFailure, Problem `address_refused`.
 */
export async function openSmtp(
  server: SmtpServer,
  { lookup, signal }: { lookup: (host: string, signal: AbortSignal) => Promise<Address[]>; signal: AbortSignal },
): Promise<SmtpSession> {
  const addresses = await lookup(server.host, signal).catch((cause: unknown) => {
    if (cause instanceof Problem) throw cause;
    throw new SmtpFailure(cause instanceof Error ? cause.message : String(cause), { stage: 'connect', cause });
  });
  let failure: unknown;
  for (const { address } of addresses.slice(0, mostAddresses)) {
    try {
      return await openAt(server, address, signal);
    } catch (error) {
      failure = error;
      // A server that spoke is the right one; what it says holds for its other addresses.
      if (!(error instanceof SmtpFailure) || error.stage !== 'connect' || error.status !== null) throw error;
    }
  }
  throw failure;
}

async function openAt(server: SmtpServer, address: string, signal: AbortSignal): Promise<SmtpSession> {
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
      const settle = (run: () => void) => {
        connection.removeListener('error', fail);
        connection.removeListener('end', onEnd);
        signal.removeEventListener('abort', onEnd);
        run();
      };
      connection.once('error', fail);
      connection.once('end', onEnd);
      signal.addEventListener('abort', onEnd, { once: true });
      if (signal.aborted || isClosed) return onEnd();
      begin((error, result) => (error ? fail(error) : settle(() => resolve(result as T))));
    });

  // Nobody listens between two letters; a connection that ends then is found closed by the next.
  connection.on('error', () => undefined);
  try {
    await exchange('connect', (done) => connection.connect((error) => done(error)));
    if (user !== null)
      await exchange('login', (done) => connection.login({ user, pass: password ?? '' }, (error) => done(error)));
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

function failureOf(
  error: unknown,
  stage: SmtpStage,
  { host, secrets, begun, isClosed }: { host: string; secrets: string[]; begun: boolean; isClosed: boolean },
): SmtpFailure {
  const told = (error instanceof Error ? error : new Error(String(error))) as Error & Told;
  const status = told.responseCode ?? null;
  const message = status === null ? wordsFor(told, stage, host) : oneLine(told.response ?? told.message, secrets);
  return new SmtpFailure(message, {
    stage: stageOf(told, stage, begun),
    status,
    begun,
    isClosed: isClosed || status === null || status === 421,
  });
}

function stageOf({ command = '' }: Told, stage: SmtpStage, begun: boolean): SmtpStage {
  if (begun || command === 'DATA') return 'message';
  if (command === 'MAIL FROM') return 'sender';
  return command.startsWith('AUTH') ? 'login' : stage;
}

/** What happened where the server said nothing. */
function wordsFor(told: Error & Told & { originalCode?: string }, stage: SmtpStage, host: string): string {
  if (told.code === 'EAUTH' || stage === 'login') return `${host} did not let us sign in: ${told.message}`;
  if (told.code === 'ETLS' || /certificate|TLS|SSL/i.test(told.message))
    return `No encrypted connection to ${host}: ${told.message}`;
  if (told.code === 'ETIMEDOUT') return `${host} did not answer in time`;
  const cause = Object.assign(new Error(told.message), { code: told.originalCode ?? told.code, name: told.name });
  return OutgoingError.from(cause, host, stage !== 'connect').message;
}

/** The words of a reply, its lines joined, without secrets. */
function oneLine(words: string, secrets: readonly string[]): string {
  return withoutSecrets(words.replace(/\r?\n(?:\d{3}[ -](?:[245]\.\d+\.\d+ )?)?/g, ' ').trim(), secrets).slice(0, 500);
}
