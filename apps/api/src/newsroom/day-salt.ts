import { randomBytes } from 'node:crypto';
import type { Db } from '@mobilise/db/connect';
import { daySalts } from '@mobilise/db/schema/engagement';
import { eq } from 'drizzle-orm';
import type { Logger } from 'pino';

/** The day in UTC, `2026-11-30`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/**
 * The random salt of a day, which the publisher throws away when the day is over. `use` calls back with it: at once where it is at
 * hand, else when it was read, and never where it cannot be. `settled` resolves when nothing is being read.
 */
export function createDaySalt({ db, log }: { db: Db; log: Logger }) {
  let salt: { day: string; value: string } | null = null;
  let loading: Promise<void> | null = null;

  const load = (day: string): Promise<void> =>
    (loading ??= saltOf(db, day)
      .then((value) => {
        salt = { day, value };
      })
      .catch((error: unknown) =>
        log.warn({ error }, 'The salt of the day could not be read; people are not told apart'),
      )
      .finally(() => {
        loading = null;
      }));

  return {
    use: (day: string, run: (salt: string) => void): void => {
      if (salt?.day === day) run(salt.value);
      else void load(day).then(() => salt?.day === day && run(salt.value));
    },
    settled: async (): Promise<void> => void (await loading),
  };
}

/** The salt of a day, made by whichever process needs it first. */
async function saltOf(db: Db, day: string): Promise<string> {
  await db
    .insert(daySalts)
    .values({ day, salt: randomBytes(32).toString('base64') })
    .onConflictDoNothing();
  const [row] = await db.select({ salt: daySalts.salt }).from(daySalts).where(eq(daySalts.day, day));
  if (!row) throw new Error(`The salt of ${day} is gone`);
  return row.salt;
}
