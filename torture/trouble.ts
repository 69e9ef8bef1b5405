import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from './database.ts';
import type { Publishers } from './publishers.ts';
import type { Chance } from './random.ts';

/** What was done to whom, for the summary. */
export interface Troubles {
  kills: number;
  freezes: number;
  connections: number;
  restarts: number;
}

/** Milliseconds between two troubles. */
const calm = { least: 1000, most: 4000 };
/** Milliseconds that a publisher is stopped for: often longer than its lease of six seconds. */
const frozen = { least: 500, most: 9000 };

/** Makes trouble by chance until `isOver` says so; answers what was done. */
export async function makeTrouble(
  isOver: () => Promise<boolean>,
  {
    chance,
    publishers,
    count,
    database,
  }: { chance: Chance; publishers: Publishers; count: number; database: Database },
): Promise<Troubles> {
  const done: Troubles = { kills: 0, freezes: 0, connections: 0, restarts: 0 };
  const one = () => chance.between(0, count - 1);
  while (!(await isOver())) {
    await wait(chance.between(calm.least, calm.most));
    const roll = chance.next();
    if (roll < 0.4) {
      publishers.kill(one());
      done.kills += 1;
    } else if (roll < 0.65) {
      publishers.freeze(one(), chance.between(frozen.least, frozen.most));
      done.freezes += 1;
    } else if (roll < 0.92) {
      await database.dropConnections(chance.between(1, 3));
      done.connections += 1;
    } else {
      await database.restart(chance.next() < 0.5 ? 'SIGQUIT' : 'SIGINT');
      done.restarts += 1;
    }
  }
  return done;
}
