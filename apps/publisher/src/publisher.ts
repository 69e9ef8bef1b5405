import type { Adapter, Connection as ChannelConnection } from '@mobilise/channels/adapter';
import type { guardedDownload } from '@mobilise/channels/outgoing-fetch';
import type { RemoteKind } from '@mobilise/channels/registry';
import type { Connection } from '@mobilise/db/connect';
import type { SealingKey } from '@mobilise/db/secrets';
import type { Settings } from '@mobilise/db/settings';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import type { Storage } from '@mobilise/media-processing/storage';
import type { Logger } from 'pino';
import type postgres from 'postgres';

/** Anything that runs a statement: the pool or a transaction of it. */
export type Query = postgres.ISql;

/** How long things may take, in milliseconds. `lease` must exceed `deadline` + `margin`, or nothing is ever sent. */
export interface Timing {
  /** How long a claim, and then an intent, belongs to one publisher by the database's clock. */
  lease: number;
  /** Longest a request to a channel may take. */
  deadline: number;
  /** Kept free between the end of the longest request and the end of the lease. */
  margin: number;
  /** Waited after a lease before asking the channel what became of a send; never below `deadline`. */
  quiet: number;
}

export const defaultTiming: Timing = { lease: 60_000, deadline: 20_000, margin: 5_000, quiet: 20_000 };

/**
 * The timing that a process was given: four numbers of seconds for lease, deadline, margin and quiet (`PUBLISHER_TIMING`), so
 * that the crash harness need not wait for a minute at every crash. Throws when they would double or lose posts.
 */
export function timingOf(text: string | undefined): Timing {
  if (!text) return defaultTiming;
  const [lease = 0, deadline = 0, margin = 0, quiet = 0] = text.split(',').map((part) => Number(part) * 1000);
  if (!(deadline > 0 && margin > 0 && lease > deadline + margin && quiet >= deadline))
    throw new Error('PUBLISHER_TIMING is wrong: lease > deadline + margin, and quiet ≥ deadline, in seconds.');
  return { lease, deadline, margin, quiet };
}

/** What every duty of the publisher takes first. Tests put their own channels, clock and chance into it. */
export interface Publisher {
  db: Connection['db'];
  sql: Connection['sql'];
  storage: Storage;
  /** Loads the adapter of a remote kind when it is first needed. */
  adapterFor: (kind: RemoteKind) => Promise<Adapter>;
  /** The ffmpeg of this machine, found when it is first needed. */
  ffmpeg: () => Promise<Ffmpeg>;
  /** The way out to the channels, with private addresses refused. */
  fetch: typeof globalThis.fetch;
  /** The same for files too large for memory. */
  download: ReturnType<typeof guardedDownload>;
  /** The same for mail servers. */
  lookup: NonNullable<ChannelConnection['lookup']>;
  log: Logger;
  /** Names this process in claims and attempts; different in every process. */
  workerId: string;
  settings: Pick<Settings, 'publicUrl' | 'signInClients' | 'release' | 'quota'> &
    Partial<Pick<Settings, 'transcribeCommand'>>;
  /** Opens channel credentials. */
  key: SealingKey;
  timing: Timing;
  /** When this process last heard that the hold switch was pressed, by `monotonic`: intents from before are given up. */
  held: { at: number };
  /** Milliseconds of a clock that never jumps; only differences mean anything. */
  monotonic: () => number;
  /** Milliseconds since 1970 by this machine's clock, which decides nothing. */
  wallClock: () => number;
  /** From 0 up to 1, for jitter. */
  random: () => number;
}
