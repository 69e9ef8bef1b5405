import { loadavg } from 'node:os';
import { type Figure, figureLine, note, short } from '../figure.ts';
import { calendarMonth } from './calendar-month.ts';
import { createPost } from './create-post.ts';
import { firstRoute } from './first-route.ts';
import { idleMemory } from './idle-memory.ts';
import { newsroomPage } from './newsroom-page.ts';
import { scheduleToSend } from './schedule-to-send.ts';
import { busyStage, freshStage } from './stages.ts';

/** Stages in their order, each with the figures measured on it; memory comes first, on a product nobody has used. */
const programme = [
  on(freshStage, [idleMemory, firstRoute]),
  on(busyStage, [calendarMonth, createPost, newsroomPage, scheduleToSend]),
];

/** Measures the main job; prints a line for every figure. Answers whether all could be measured and nothing did wrong. */
export async function runMain(wanted: readonly string[]): Promise<boolean> {
  const known = programme.flatMap(({ names }) => names);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no figure ${unknown.join(', ')}; there are ${known.join(', ')}.`);
    return false;
  }
  let good = true;
  for (const part of programme) good = (await part.run(wanted)) && good;
  return good;
}

/** Figures that share a stage. It is set only when one of them is wanted, and struck when the last is measured. */
function on<S>(stage: () => Promise<{ stage: S; strike: () => Promise<void> }>, figures: readonly Figure<S>[]) {
  const run = async (wanted: readonly string[]): Promise<boolean> => {
    const chosen = figures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
    if (chosen.length === 0) return true;
    let good = true;
    const set = await stage().catch((error: unknown) => console.error('The product could not be set up.', error));
    if (!set) return false;
    for (const figure of chosen) {
      try {
        const began = performance.now();
        const load = short(loadavg()[0] ?? 0);
        const value = await figure.measure(set.stage);
        console.log(figureLine('main', figure, value));
        note(`${figure.name}: ${short((performance.now() - began) / 1000)} s, load at its start ${load}`);
      } catch (error) {
        good = false;
        console.error(`${figure.name} could not be measured.`, error);
      }
    }
    await set.strike();
    return good;
  };
  return { names: figures.map(({ name }) => name), run };
}
