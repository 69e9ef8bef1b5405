import { randomUUID } from 'node:crypto';
import { type EmailConfig, emailConfig } from '@mobilise/contracts/channel-kinds/email';
import { emailTyped } from '@mobilise/contracts/connecting/email';
import { Problem } from '@mobilise/contracts/problems';
import { newsletter } from '@mobilise/emails/newsletter';
import type { Letter } from '@mobilise/emails/render';
import type { Adapter, Connection, Mailing, Outcome, OutgoingLetter, OutgoingPost } from './adapter.ts';
import { refuse } from './connecting.ts';
import { type Enclosed, letterItem, messageBytes, pictureFiles } from './email-message.ts';
import { adviceFor, isServers, ofLetter, ofServer } from './email-outcome.ts';
import { guardedLookup } from './outgoing-fetch.ts';
import { openSmtp, type SmtpServer, type SmtpSession } from './smtp.ts';
import { SmtpFailure } from './smtp-failure.ts';
import { itemOf } from './whole-item.ts';

/** Connections to a mail server at a time: what most of them let one account have. */
const sessions = 4;
/** Seconds until a list whose connection was lost is gone on with. */
const restAfterLoss = 60;
/** Letters that are worth signing in once more for. */
const worthASession = 10;
/** Letters in a row that were refused as such, or of which nobody knows, after which the rest is left in peace. */
const tooManyRefused = 5;
const tooManyUnknown = 3;

/**
 * A newsletter by SMTP, a letter a subscriber. The publisher keeps the list; that a letter leaves is on record before its first
 * byte, so none leaves twice by itself, and a list that was interrupted is gone on with where it was.
 */
export const email: Adapter = { kind: 'email', connect, check, publish, reconcile, engagement };

async function connect(...[typed, connection]: Parameters<Adapter['connect']>): ReturnType<Adapter['connect']> {
  const { password, user, replyTo, ...rest } = emailTyped.parse(typed);
  const config: EmailConfig = { ...rest, user: user || null, replyTo: replyTo || null };
  const credentials = { password };
  try {
    const session = await open({ ...connection, config, credentials });
    session.close();
  } catch (error) {
    if (error instanceof Problem)
      throw new Problem(error.code, error.message, {
        fields: [{ field: 'body.host', message: error.message }],
        cause: error,
      });
    if (!(error instanceof SmtpFailure)) throw error;
    throw refuse(
      error.message,
      error.stage === 'login'
        ? { field: 'password', advice: 'Check user name and password.' }
        : { field: 'host', advice: 'Check server name, port and encryption.' },
      error,
    );
  }
  return { config, credentials };
}

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    (await open(connection)).close();
    return { ok: true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error), ...adviceFor(error) };
  }
}

type Reach = Pick<Connection, 'config' | 'credentials' | 'lookup' | 'signal'>;

/** A signed-in session with the mail server of a channel. Throws SmtpFailure, Problem `address_refused`. */
function open({
  config,
  credentials,
  lookup = guardedLookup({ allowPrivate: false }),
  signal,
}: Reach): Promise<SmtpSession> {
  const { host, port, security, user } = emailConfig.parse(config);
  const { password } = credentials;
  const server: SmtpServer = { host, port, security, user, password: typeof password === 'string' ? password : null };
  return openSmtp(server, { lookup, signal });
}

/** Sends one letter outside any list: a test, or the question whether somebody meant to subscribe. The server's reply; throws as `open`. */
export async function sendLetter(
  connection: Reach,
  { to, letter, enclosed = [] }: { to: string; letter: Letter; enclosed?: readonly Enclosed[] },
): Promise<string> {
  const config = emailConfig.parse(connection.config);
  const message = await messageBytes({
    config,
    to,
    letter,
    enclosed,
    name: randomUUID(),
    unsubscribeUrl: null,
    listId: '',
  });
  const session = await open(connection);
  try {
    return await session.send({ from: config.from, to }, message);
  } finally {
    session.close();
  }
}

async function publish(post: OutgoingPost, connection: Connection): Promise<Outcome> {
  const { mailing } = connection;
  if (!mailing) throw new Error('A newsletter is sent to a list, and there is none');
  let write: (letter: OutgoingLetter) => Promise<{ to: string; bytes: Uint8Array }>;
  let first: SmtpSession;
  let total: number;
  try {
    const list = await mailing.open();
    total = list.total;
    if (list.total === 0)
      return {
        outcome: 'failed',
        message: 'Nobody is subscribed to this newsletter.',
        advice: 'Send it again when somebody is.',
      };
    write = await writer(post, connection, list.colour);
    first = await open(connection);
  } catch (error) {
    return ofServer(error);
  }
  const stopped = await sendAll(mailing, connection, write, first, total);
  if (stopped) return stopped;
  if (mailing.interrupted()) return { outcome: 'waiting', message: 'The rest of the letters wait.', seconds: 1 };
  return summary(post, await mailing.counts());
}

/** Makes the letter once, and of it each reader's own. */
async function writer(post: OutgoingPost, connection: Connection, colour: string) {
  const config = emailConfig.parse(connection.config);
  const item = itemOf(post);
  const { pictures, enclosed } = await pictureFiles(item, connection);
  // Nobody who writes a story can guess it, so it stands in the letter where it was put and nowhere else.
  const place = `https://${randomUUID()}.invalid/`;
  const { fromName: name, postalAddress, about } = config;
  const letter = await newsletter(letterItem(item, pictures), {
    name,
    colour,
    postalAddress,
    about,
    unsubscribeUrl: place,
  });
  return async ({ address: to, name, unsubscribeUrl }: OutgoingLetter) => {
    const own = {
      ...letter,
      html: letter.html.replaceAll(place, unsubscribeUrl),
      text: letter.text.replaceAll(place, unsubscribeUrl),
    };
    const listId = post.postId.slice(0, 8);
    return { to, bytes: await messageBytes({ config, to, letter: own, enclosed, name, unsubscribeUrl, listId }) };
  };
}

/** Sends letters, a few at a time, until there is none left now; what the whole list has to stop for, or null. */
async function sendAll(
  mailing: Mailing,
  connection: Connection,
  write: (letter: OutgoingLetter) => Promise<{ to: string; bytes: Uint8Array }>,
  first: SmtpSession,
  total: number,
): Promise<Outcome | null> {
  const { from } = emailConfig.parse(connection.config);
  let stopped: Outcome | null = null;
  let took = 0;
  let refusedInARow = 0;
  let unknownInARow = 0;

  /** Sends one; whether the session can be used on. */
  const sendOne = async (session: SmtpSession, letter: OutgoingLetter): Promise<boolean> => {
    const { to, bytes } = await write(letter);
    try {
      const reply = await session.send({ from, to }, bytes);
      took += 1;
      refusedInARow = 0;
      unknownInARow = 0;
      await mailing.settle(letter, { state: 'accepted', reply });
      return true;
    } catch (error) {
      if (!(error instanceof SmtpFailure)) throw error;
      if (isServers(error)) {
        // A session that has taken letters may end for having taken enough: the next one shows.
        if (!error.isClosed || session.taken() === 0) stopped ??= ofServer(error);
        await mailing.settle(letter, error.stage === 'message' && error.status ? ofLetter(error) : { state: 'unsent' });
        return false;
      }
      const result = ofLetter(error);
      refusedInARow = result.state === 'refused' && !result.bounced ? refusedInARow + 1 : 0;
      unknownInARow = result.state === 'unknown' ? unknownInARow + 1 : 0;
      if (refusedInARow >= tooManyRefused)
        stopped ??= {
          outcome: 'failed',
          message: error.message,
          advice:
            'The server refuses the letter itself, not the readers. Change it, then send it again: who has it already does not get it twice.',
        };
      if (unknownInARow >= tooManyUnknown) stopped ??= { ...ofServer(error), message: error.message } as Outcome;
      await mailing.settle(letter, result);
      return !error.isClosed;
    }
  };

  const work = async (begun: SmtpSession | null, isFirst: boolean): Promise<void> => {
    let session = begun;
    try {
      while (!stopped) {
        if (!session) {
          try {
            session = await open(connection);
          } catch (error) {
            // One session less does no harm while another works.
            if (isFirst) stopped ??= ofServer(error);
            return;
          }
        }
        const letter = await mailing.next();
        if (!letter) return;
        if (await sendOne(session, letter)) continue;
        session.close();
        session = null;
      }
    } finally {
      session?.close();
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(sessions, Math.ceil(total / worthASession)) }, (_, index) =>
      work(index === 0 ? first : null, index === 0),
    ),
  );
  return took > 0 ? goOnLater(stopped) : stopped;
}

/** A server that took some letters and then no more has a limit by the hour, say: the rest waits, and that is no failed try. */
function goOnLater(stopped: Outcome | null): Outcome | null {
  if (stopped?.outcome !== 'refused' || stopped.reconnect) return stopped;
  return { outcome: 'waiting', message: stopped.message, seconds: stopped.retryAfter ?? restAfterLoss };
}

function summary(
  { postId }: OutgoingPost,
  { total, accepted, unknown, pending, refused }: Awaited<ReturnType<Mailing['counts']>>,
): Outcome {
  if (accepted + unknown + pending > 0) return { outcome: 'published', remoteId: `list:${postId}`, remoteUrl: null };
  return {
    outcome: 'failed',
    message:
      refused > 0
        ? `The mail server refused all ${total} letters.`
        : 'Nobody got a letter: all who were on the list have left it, or sending was stopped.',
    advice: 'Look at the letters below, then decide whether to send it again.',
  };
}

/** What was sent is on record letter by letter, so a list that was interrupted can always be gone on with. */
async function reconcile(): ReturnType<NonNullable<Adapter['reconcile']>> {
  return { found: 'absent' };
}

/** What is known of letters is counted where they are kept. */
async function engagement(remoteIds: string[]): ReturnType<Adapter['engagement']> {
  return new Map(remoteIds.map((id) => [id, []]));
}
