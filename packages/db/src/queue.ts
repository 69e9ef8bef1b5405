import type { Sql } from './connect.ts';

/** The part of a database that pg-boss needs; it fits its `IDatabase`. */
interface Executor {
  // biome-ignore lint/suspicious/noExplicitAny: pg-boss declares its rows so.
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: any[] }>;
}

/**
 * Lets pg-boss run on the pool that is there anyway: `new PgBoss({ db: queueDatabase(sql, fromDrizzle(db, raw)) })`. Its
 * installation is a script with a transaction of its own, which the driver allows on a reserved connection only; and it may
 * listen, on the one connection that all listeners share.
 */
export function queueDatabase(sql: Sql, executor: Executor) {
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      if (values?.length || !/\bbegin\b/i.test(text)) return executor.executeSql(text, values?.map(asText));
      const reserved = await sql.reserve();
      try {
        const results = await reserved.unsafe(text);
        return { rows: [...results].flat() };
      } catch (error) {
        await reserved.unsafe('rollback').catch(() => undefined);
        throw error;
      } finally {
        reserved.release();
      }
    },
    listen: async (channel: string, onNotification: (payload: string) => void, onReconnect: () => void) => {
      const subscription = await sql.listen(channel, onNotification, onReconnect);
      return { close: () => subscription.unlisten() };
    },
  };
}

/** Drizzle takes the driver's own conversions away, and pg-boss counts on them. */
function asText(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
    ? JSON.stringify(value)
    : value;
}
