import { loadavg } from 'node:os';
import { type Figure, figureLine, note, short } from './figure.ts';

/** Figures that share a stage. */
interface Part {
  names: string[];
  run: (bench: string, wanted: readonly string[]) => Promise<boolean>;
}

/**
 * A suite: measures the figures that are wanted, all when none is named, and prints a line for each. Answers whether all could
 * be measured and nothing did wrong.
 */
export function suite(bench: string, programme: readonly Part[]): (wanted: readonly string[]) => Promise<boolean> {
  return async (wanted) => {
    const known = programme.flatMap(({ names }) => names);
    const unknown = wanted.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      console.error(`There is no figure ${unknown.join(', ')}; there are ${known.join(', ')}.`);
      return false;
    }
    let good = true;
    for (const part of programme) good = (await part.run(bench, wanted)) && good;
    return good;
  };
}

/** Figures that share a stage. It is set only when one of them is wanted, and struck when the last is measured. */
export function on<S>(
  stage: () => Promise<{ stage: S; strike: () => Promise<void> }>,
  figures: readonly Figure<S>[],
): Part {
  const run = async (bench: string, wanted: readonly string[]): Promise<boolean> => {
    const chosen = figures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
    if (chosen.length === 0) return true;
    let good = true;
    const set = await stage().catch((error: unknown) => console.error('The stage could not be set.', error));
    if (!set) return false;
    for (const figure of chosen) {
      try {
        const began = performance.now();
        const load = short(loadavg()[0] ?? 0);
        const value = await figure.measure(set.stage);
        console.log(figureLine(bench, figure, value));
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
