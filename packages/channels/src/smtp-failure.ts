import { hostWords } from '@mobilise/contracts/failure-words';
import { OutgoingError } from './outgoing-error.ts';
import { withoutSecrets } from './service.ts';

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

/** What nodemailer says about an error. */
interface Told {
  message: string;
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/** What a failed exchange means; `begun`: the message was on its way. */
export function failureOf(
  error: unknown,
  stage: SmtpStage,
  { host, secrets, begun, isClosed }: { host: string; secrets: string[]; begun: boolean; isClosed: boolean },
): SmtpFailure {
  const told = (error instanceof Error ? error : new Error(String(error))) as Error & Told;
  // Any other code is none of a refusal: a server that says such a thing after the last byte may have taken the letter.
  const status = isRefusal(told.responseCode) ? told.responseCode : null;
  const at = stageOf(told, stage, { begun, status });
  const words = status === null ? wordsFor(told, at, host) : (told.response ?? told.message);
  return new SmtpFailure(oneLine(words, secrets), {
    stage: at,
    status,
    begun,
    isClosed: isClosed || status === null || status === 421,
  });
}

function isRefusal(code: number | undefined): code is number {
  return code !== undefined && code >= 400 && code <= 599;
}

function stageOf(
  { code, command = '', response }: Told,
  stage: SmtpStage,
  { begun, status }: { begun: boolean; status: number | null },
): SmtpStage {
  if (begun || command === 'DATA') return 'message';
  if (command === 'MAIL FROM') return 'sender';
  // A connection that is lost while we sign in, or nonsense, says nothing about user name and password.
  return code === 'EAUTH' && (status !== null || response === undefined) ? 'login' : stage;
}

/** What happened where the server said nothing that means anything. */
function wordsFor(told: Error & Told & { originalCode?: string }, stage: SmtpStage, host: string): string {
  if (stage === 'login') return hostWords.noSignIn(host, told.message);
  if (told.code === 'ETIMEDOUT') return hostWords.late(host);
  if (!lostConnection.test(`${told.originalCode} ${told.message}`) && isOfEncryption(told))
    return hostWords.noEncryption(host, told.message);
  const cause = Object.assign(new Error(told.message), { code: told.originalCode ?? told.code, name: told.name });
  return OutgoingError.from(cause, host, stage !== 'connect').message;
}

/** Also in the middle of a handshake it is the connection that was lost, and no certificate that was wrong. */
const lostConnection = /^(?:ECONN|EPIPE)|closed unexpectedly/;

function isOfEncryption({ code, message, response }: Told): boolean {
  return code === 'ETLS' || (response === undefined && /certificate|TLS|SSL/i.test(message));
}

/** The words of a reply, its lines joined, without secrets. */
export function oneLine(words: string, secrets: readonly string[]): string {
  return withoutSecrets(words.replace(/\r?\n(?:\d{3}[ -](?:[245]\.\d+\.\d+ )?)?/g, ' ').trim(), secrets).slice(0, 500);
}
