import { expect, test } from 'vitest';
import { edited, keysAfter, rowsWith } from './rows.ts';

interface Row {
  text: string;
}
const row = (text: string): Row => ({ text });
const isComplete = ({ text }: Row) => text !== '';
const isSame = (a: Row, b: Row) => a.text === b.text;
const [a, b, c] = [row('a'), row('b'), row('c')];

test('a row that is not complete is seen and not told', () => {
  const stored = [a, b];
  const own = edited({ rows: stored, told: stored }, [a, row(''), b], isComplete);
  expect(own.rows).toHaveLength(3);
  expect(own.told).toBe(stored);
});

test('what is told is the very list that is shown while all rows are complete', () => {
  const rows = [a, b, c];
  expect(edited({ rows: [a], told: [a] }, rows, isComplete)).toEqual({ rows, told: rows });
  expect(edited({ rows: [a], told: [a] }, rows, isComplete).told).toBe(rows);
});

test('rows that are not complete stay while another is edited, and go when others come from elsewhere', () => {
  const own = edited({ rows: [a, b], told: [a, b] }, [a, row(''), c], isComplete);
  expect(rowsWith(own, own.told)).toBe(own);
  expect(rowsWith(own, [b]).rows).toEqual([b]);
});

test('the only row, emptied, stays for what is written next', () => {
  const stored = [a];
  const own = edited({ rows: stored, told: stored }, [row('')], isComplete);
  expect(own.told).toEqual([]);
  // Nothing is stored where nothing was told, and it is another empty list.
  expect(rowsWith(own, []).rows).toEqual([row('')]);
});

test('rows keep their keys when one is put between them, taken away, or changed', () => {
  const keys = keysAfter({ rows: [], keys: [] }, [a, b], isSame);
  const added = keysAfter({ rows: [a, b], keys }, [a, row(''), b], isSame);
  expect([added[0], added[2]]).toEqual(keys);
  expect(new Set(added).size).toBe(3);
  expect(keysAfter({ rows: [a, row(''), b], keys: added }, [a, row('new'), b], isSame)).toEqual(added);
  expect(keysAfter({ rows: [a, row(''), b], keys: added }, [a, b], isSame)).toEqual(keys);
});

test('rows read anew keep their keys, and others in their place get their own', () => {
  const keys = keysAfter({ rows: [], keys: [] }, [a, b], isSame);
  expect(keysAfter({ rows: [a, b], keys }, [row('a'), row('b')], isSame)).toEqual(keys);
  const others = keysAfter({ rows: [a, b], keys }, [row('x'), row('y')], isSame);
  expect(others.filter((key) => keys.includes(key))).toEqual([]);
});
