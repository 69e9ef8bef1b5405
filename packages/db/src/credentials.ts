import { setTimeout as wait } from 'node:timers/promises';
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { channels } from './schema/channels.ts';
import { open, type SealingKey, seal } from './secrets.ts';

/** Seconds that a renewal may take, after which its process is taken for dead. */
const lease = 60;
/** Milliseconds from taking the lease until the platform is asked: a process that was stopped for longer must not ask any more. */
const patience = 15_000;
/** Milliseconds between looks whether somebody else has renewed. */
const pause = 100;
/** Tries to store what the platform will not give twice, and milliseconds between them. */
const tries = 4;
const betweenTries = 250;

/** What a platform gave for the credentials that were stored. Times are RFC 3339; null: no end is known. */
export interface Renewed {
  credentials: Record<string, unknown>;
  expiresAt: string | null;
  reconnectBy: string | null;
  /** The platform took the means to renew away: stored without them, and then thrown. */
  refusal?: Error;
}

/** Nobody could renew: another process tried, or what it got could not be stored. Nothing else was begun. */
export class RenewalFailed extends Error {
  override readonly name = 'RenewalFailed';
}

interface Known {
  id: string;
  /** Sealed, as they were when the connection was opened. */
  credentials: string | null;
}

/**
 * Renews a channel’s credentials, one process of all machines at a time: a refresh token that is used twice is worthless with
 * some platforms. Whoever finds others stored than it knows gets those, and asks nobody. Answers what is stored now; it is
 * stored before anybody uses it. Throws what `refresh` throws, and RenewalFailed.
 */
export async function renewOnce(
  db: Db,
  key: SealingKey,
  known: Known,
  refresh: (present: Record<string, unknown>) => Promise<Renewed>,
  signal?: AbortSignal,
): Promise<{ sealed: string; credentials: Record<string, unknown> }> {
  let mayAsk = true;
  for (;;) {
    const since = performance.now();
    if (mayAsk && (await takeLease(db, known))) return renew(db, key, known, refresh, since);
    const [present] = await db
      .select({
        credentials: channels.credentials,
        lease: sql<'none' | 'held' | 'over'>`case when ${channels.renewingUntil} is null then 'none'
          when ${channels.renewingUntil} > clock_timestamp() then 'held' else 'over' end`,
      })
      .from(channels)
      .where(eq(channels.id, known.id));
    if (!present?.credentials) throw new RenewalFailed('The channel has been removed');
    if (present.credentials !== known.credentials)
      return { sealed: present.credentials, credentials: open(present.credentials, key, known.id) };
    // Given back, and nothing new: whoever had it could not. The platform would only refuse once more.
    if (!mayAsk && present.lease === 'none') throw new RenewalFailed('The sign-in could not be renewed at this moment');
    mayAsk = present.lease !== 'held';
    await wait(pause, undefined, signal && { signal });
  }
}

/** Only the database’s clock decides. */
async function takeLease(db: Db, known: Known): Promise<boolean> {
  const taken = await db
    .update(channels)
    .set({ renewingUntil: sql`clock_timestamp() + make_interval(secs => ${lease})` })
    .where(
      and(unchanged(known), or(isNull(channels.renewingUntil), lte(channels.renewingUntil, sql`clock_timestamp()`))),
    )
    .returning({ id: channels.id });
  return taken.length > 0;
}

async function renew(
  db: Db,
  key: SealingKey,
  known: Known,
  refresh: (present: Record<string, unknown>) => Promise<Renewed>,
  since: number,
): Promise<{ sealed: string; credentials: Record<string, unknown> }> {
  let renewed: Renewed;
  try {
    const present = known.credentials === null ? {} : open(known.credentials, key, known.id);
    if (performance.now() - since > patience) throw new RenewalFailed('The process was stopped for too long');
    renewed = await refresh(present);
  } catch (error) {
    // Unless it can be given back, it ends by itself.
    await db
      .update(channels)
      .set({ renewingUntil: null })
      .where(unchanged(known))
      .catch(() => undefined);
    throw error;
  }
  const stored = await store(db, key, known, renewed);
  if (renewed.refusal) throw renewed.refusal;
  return stored;
}

async function store(db: Db, key: SealingKey, known: Known, renewed: Renewed) {
  const { credentials, expiresAt, reconnectBy } = renewed;
  const sealed = seal(credentials, key, known.id);
  for (let left = tries; ; left -= 1) {
    try {
      const written = await db
        .update(channels)
        .set({ credentials: sealed, ...endsOf({ expiresAt, reconnectBy }), renewingUntil: null })
        .where(unchanged(known))
        .returning({ id: channels.id });
      if (written.length > 0) return { sealed, credentials };
      // Somebody reconnected meanwhile: theirs are newer.
      const [present] = await db
        .update(channels)
        .set({ renewingUntil: null })
        .where(eq(channels.id, known.id))
        .returning({ credentials: channels.credentials });
      if (!present?.credentials) throw new RenewalFailed('The channel has been removed');
      return { sealed: present.credentials, credentials: open(present.credentials, key, known.id) };
    } catch (error) {
      if (error instanceof RenewalFailed) throw error;
      if (left <= 1)
        throw new RenewalFailed(
          'The renewed sign-in could not be stored. If the platform does not know the one before any more, the channel has to be reconnected.',
          { cause: error },
        );
      await wait(betweenTries);
    }
  }
}

/** The columns that say when credentials end. */
export function endsOf({ expiresAt, reconnectBy }: Pick<Partial<Renewed>, 'expiresAt' | 'reconnectBy'>) {
  return {
    credentialsExpireAt: expiresAt ? new Date(expiresAt) : null,
    reconnectBy: reconnectBy ? new Date(reconnectBy) : null,
  };
}

function unchanged({ id, credentials }: Known) {
  return and(eq(channels.id, id), sql`${channels.credentials} is not distinct from ${credentials}`);
}
