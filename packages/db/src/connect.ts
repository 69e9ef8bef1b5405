import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** What a query needs: the database itself or a transaction of it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;
export type Sql = postgres.Sql;

export interface ConnectOptions {
  /** Most connections held at once. */
  max?: number;
  /** Shown in pg_stat_activity. */
  name?: string;
  /** Milliseconds after which the server gives up on one statement; unlimited when left out. */
  statementTimeout?: number;
  /** Seconds after which an unused connection is closed, so that a quiet evening costs no memory. */
  idleTimeout?: number;
  /** Receives the server's notices; they are dropped when it is left out. */
  onNotice?: (notice: postgres.Notice) => void;
}

export interface Connection {
  readonly sql: Sql;
  readonly db: ReturnType<typeof drizzle<Record<string, never>, Sql>>;
  /** Lets running queries finish for up to 5 seconds, then closes. */
  end(): Promise<void>;
}

/**
 * Opens a pool on the given database; connections are made when they are first needed, and made again after the
 * server has gone away. Takes an address, or settings that hold one.
 */
export function connect(target: string | { databaseUrl: string }, options: ConnectOptions = {}): Connection {
  const url = typeof target === 'string' ? target : target.databaseUrl;
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    idle_timeout: options.idleTimeout ?? 60,
    // A short steady delay: the embedded server is back within a second, and a save waits for it.
    backoff: (attempt) => Math.min(0.1 * 2 ** attempt, 2),
    onnotice: options.onNotice ?? (() => undefined),
    connection: {
      application_name: options.name ?? 'mobilise',
      ...(options.statementTimeout ? { statement_timeout: options.statementTimeout } : {}),
    },
  });
  return { sql, db: drizzle(preparing(sql)), end: () => sql.end({ timeout: 5 }) };
}

/** A statement with more parameters than this is a list or many rows, and the next of its kind has another text. */
const mostParameters = 50;

/**
 * Has what goes through `unsafe`, which is all that drizzle does, prepared once on each connection, as the driver does by itself
 * for its tagged queries: docs/decisions/027-prepared-statements.md.
 */
function preparing<T extends postgres.ISql>(client: T): T {
  const unsafe: Sql['unsafe'] = (text, parameters = [], options) =>
    client.unsafe(text, parameters, {
      ...options,
      prepare: parameters.length > 0 && parameters.length <= mostParameters,
    });
  const inside = (name: 'begin' | 'savepoint') => (run: (tx: postgres.TransactionSql) => unknown) =>
    (client as unknown as postgres.TransactionSql & Sql)[name]((tx) => run(preparing(tx)));
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'unsafe') return unsafe;
      return name === 'begin' || name === 'savepoint' ? inside(name) : Reflect.get(target, name);
    },
  });
}

/** Codes that only the driver uses, for a connection it could not make or has lost. */
const driverCodes = new Set(['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT']);
/** Codes that any socket may report, so they count only on a failed query. */
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** Shutdown, crash recovery, starting up, idle cut, too many connections: PostgreSQL manual, appendix A. */
const serverCodes = /^(08...|57P0[1235]|53300)$/;

/**
 * Whether the database could not be reached, as opposed to having refused the query. Looks through `cause`, because
 * Drizzle wraps what the driver throws. Says nothing about whether the statement took effect.
 */
export function isConnectionError(error: unknown): boolean {
  let ofQuery = false;
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    ofQuery ||= 'query' in at;
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    if (driverCodes.has(code) || serverCodes.test(code)) return true;
    if (ofQuery && socketCodes.has(code)) return true;
    if (ofQuery && at instanceof AggregateError && at.errors.some((inner) => socketCodes.has(String(inner?.code))))
      return true;
  }
  return false;
}
