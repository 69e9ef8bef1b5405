import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type Pair, pairUp } from '../diff.ts';
import { kindScreens } from '../kind-screens.ts';
import type { Words } from '../words.ts';
import type { Part } from './parts.ts';

/** Two revisions of an item part by part, title and standfirst first. */
export function compareWords(kind: ItemKind, before: Words, after: Words): Pair<Part>[] {
  const parts = ({ title, summary, content }: Words): Part[] => [
    { label: 'Title', text: title.trim(), shape: title.trim() },
    ...(summary ? [{ label: 'Standfirst', text: summary, shape: summary }] : []),
    ...kindScreens[kind].parts(content),
  ];
  return pairUp(parts(before), parts(after), {
    isSame: isCounterpart,
    textOf: ({ text, words = text }) => words,
    mayPair: (a, b) => a.label === b.label,
  });
}

/** Parts there is only one of are always each other's counterpart; pictures and tables too, whatever their words. */
const alone = new Set(['Title', 'Standfirst', 'Lead image', 'Artwork', 'Data']);

const isCounterpart = (before: Part, after: Part) =>
  before.label === after.label &&
  (alone.has(before.label) ||
    before.shape === after.shape ||
    (before.assetId !== undefined && before.assetId === after.assetId));

/** A row or a column of two tables merged: where it stands in each, or null. */
export type Line = { before: number | null; after: number | null };

/** The columns and rows of two tables, merged in order, so that their cells can be shown in one table. */
export function mergeTables(
  before: NonNullable<Part['table']>,
  after: NonNullable<Part['table']>,
): { columns: Line[]; rows: Line[] } {
  const lines = (a: readonly string[], b: readonly string[]): Line[] => {
    const index = (values: readonly string[]) => values.map((text, at) => ({ text, at }));
    const pairs = pairUp(index(a), index(b), { isSame: (x, y) => x.text === y.text, textOf: ({ text }) => text });
    return pairs.map((pair) => ({
      before: pair.before?.at ?? null,
      after: pair.after?.at ?? null,
    }));
  };
  const rowText = (row: readonly string[]) => row.join(' ');
  return {
    columns: lines(before.columns, after.columns),
    rows: lines(before.rows.map(rowText), after.rows.map(rowText)),
  };
}
