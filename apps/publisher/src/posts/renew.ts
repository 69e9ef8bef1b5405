import { isRemote, type RemoteKind } from '@mobilise/channels/registry';
import { channelKindNames, channelKindOf } from '@mobilise/contracts/channels';
import { type ChannelRow, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { wordsOf } from '../words.ts';
import { noteHealth } from './health.ts';

/** Channels renewed at the same time. */
const batch = 10;

/** Seconds ahead of the end at which credentials are renewed, by kind. */
const ahead = channelKindNames.flatMap((kind) => {
  const { renewAhead } = channelKindOf(kind);
  return renewAhead && isRemote(kind) ? [{ kind, seconds: renewAhead }] : [];
});

/**
 * Renews credentials well ahead of their end, so that no post is the first to find out, and a platform that does not answer has
 * days to come back. Whatever goes wrong is tried again at the next call; a refusal is kept with the channel, which then says
 * until when somebody has to sign in again. Answers how many were renewed.
 */
export async function renewAhead(publisher: Publisher): Promise<number> {
  const { sql } = publisher;
  const rows = await sql<(ChannelRow & { kind: RemoteKind })[]>`
    select c.id, c.kind, c.config, c.credentials
    from channels c join json_to_recordset(${JSON.stringify(ahead)}::text::json) as k(kind text, seconds float8) on k.kind = c.kind
    where c.credentials is not null
      and c.credentials_expire_at <= statement_timestamp() + make_interval(secs => k.seconds)
      and (c.reconnect_by is null or c.reconnect_by > greatest(c.credentials_expire_at, statement_timestamp()))
      and (c.renewing_until is null or c.renewing_until <= statement_timestamp())
    order by c.credentials_expire_at limit ${batch}`;
  const renewed = await Promise.all(rows.map((row) => renewOne(publisher, row)));
  return renewed.filter(Boolean).length;
}

async function renewOne(publisher: Publisher, row: ChannelRow & { kind: RemoteKind }): Promise<boolean> {
  const { log, timing } = publisher;
  try {
    const { refresh } = await publisher.adapterFor(row.kind);
    if (!refresh) return false;
    const connection = connectionTo(publisher, row, AbortSignal.timeout(timing.deadline));
    await connection.renew((present) => refresh({ ...connection, credentials: present }));
    log.info({ channel: row.id }, 'The sign-in was renewed ahead of its end');
    return true;
  } catch (error) {
    log.warn({ channel: row.id, message: wordsOf(error) }, 'The sign-in could not be renewed; it is tried again');
    return false;
  }
}

/**
 * Marks channels whose sign-in has ended and that only a person can connect again, so that their posts are held in time and the
 * owner is told before the first of them fails. Answers how many.
 */
export async function noteEnded(publisher: Publisher): Promise<number> {
  const rows = await publisher.sql<{ id: string }[]>`
    select id from channels where state = 'ready' and credentials is not null
      and credentials_expire_at <= statement_timestamp() and reconnect_by <= statement_timestamp()`;
  const error = {
    message: 'The sign-in at the platform has ended',
    advice: 'Sign in there again to reconnect the channel.',
    reconnect: true,
    rest: null,
    ill: false,
  };
  await noteHealth(
    publisher,
    rows.map(({ id }) => ({ channelId: id, error })),
  );
  return rows.length;
}

/** Forgets who was sent to a platform and did not finish, and with them tokens that nobody chose a page for. */
export async function forgetAuthorisations({ sql }: Pick<Publisher, 'sql'>): Promise<number> {
  const gone = await sql`delete from authorisations where expires_at <= statement_timestamp()`;
  return gone.count;
}
