import { setTimeout as wait } from 'node:timers/promises';
import { type Figure, note, short } from '../figure.ts';
import { memoryOfTree } from '../processes.ts';
import type { FreshStage } from './stages.ts';

/** Readings in a row that must agree, two seconds apart. */
const agreeing = 10;
/** How far readings that agree may lie apart. */
const tolerance = 0.01;
const longest = 120_000;

/** Memory of launcher, API, publisher and PostgreSQL (PSS, MiB) once they have been set up and left alone. */
export const idleMemory: Figure<FreshStage> = {
  name: 'idle_memory',
  unit: 'MiB',
  goal: '≤ 300',
  measure: async ({ product }) => {
    const readings: number[] = [];
    const began = performance.now();
    for (;;) {
      const processes = memoryOfTree(product.pid);
      const total = processes.reduce((sum, { pss }) => sum + pss, 0);
      readings.push(total);
      const last = readings.slice(-agreeing);
      const settled = last.length === agreeing && Math.max(...last) - Math.min(...last) <= total * tolerance;
      if (settled || performance.now() - began > longest) {
        for (const { pss, command } of processes) note(`${short(pss)} MiB  ${command.slice(0, 120)}`);
        if (!settled) note('It had not settled; the highest of the last readings counts.');
        return Math.max(...last);
      }
      await wait(2000);
    }
  },
};
