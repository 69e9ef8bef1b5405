import { dataTable } from '@mobilise/contracts/kinds';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addColumn,
  addRow,
  type DataTable,
  isTable,
  moveColumn,
  moveRow,
  parseCells,
  pasteCells,
  removeColumn,
  removeRow,
  setCell,
  tableFrom,
} from './table-edit.ts';

describe('cells from a spreadsheet', () => {
  test('copied cells are parted by tabs', () => {
    expect(parseCells('Ward\tBeds\r\nA\t12\r\nB\t\r\n')).toEqual([
      ['Ward', 'Beds'],
      ['A', '12'],
      ['B', ''],
    ]);
  });
  test('a CSV file may quote commas, quotes and line breaks', () => {
    expect(parseCells('Ward,Note\n"A, north","said ""yes""\ntwice"')).toEqual([
      ['Ward', 'Note'],
      ['A, north', 'said "yes" twice'],
    ]);
  });
  test('semicolons part cells where commas are decimal', () => {
    expect(parseCells('Ward;Share\nA;12,5')).toEqual([
      ['Ward', 'Share'],
      ['A', '12,5'],
    ]);
  });
  test('short rows are filled up', () => {
    expect(parseCells('a,b,c\nd')).toEqual([
      ['a', 'b', 'c'],
      ['d', '', ''],
    ]);
  });
  test('what a spreadsheet writes comes back cell by cell', () => {
    const cell = fc.string({ maxLength: 8 }).map((value) => value.replace(/\s+/g, ' ').trim().replaceAll('\0', ''));
    const grid = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([width, height]) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
      );
    fc.assert(
      fc.property(grid, (cells) => {
        // A separator in the header row decides; a header of letters cannot confuse it.
        const all = [cells[0]?.map((_, n) => `c${n}`) ?? [], ...cells, cells[0]?.map(() => 'end') ?? []];
        const csv = all.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(parseCells(csv)).toEqual(all);
      }),
    );
  });
  test('words of one line are no table', () => {
    expect([isTable('just, words'), isTable('a\tb'), isTable('a\nb'), isTable('a\n')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

const table: DataTable = {
  caption: 'Beds',
  columns: ['Ward', 'Beds'],
  rows: [
    ['A', '12'],
    ['B', '9'],
  ],
};

describe('editing a table', () => {
  test('rows and columns move whole', () => {
    expect(moveColumn(table, 1, 0)).toMatchObject({
      columns: ['Beds', 'Ward'],
      rows: [
        ['12', 'A'],
        ['9', 'B'],
      ],
    });
    expect(moveRow(table, 1, 0).rows).toEqual([
      ['B', '9'],
      ['A', '12'],
    ]);
  });
  test('the last column stays', () => {
    expect(removeColumn(removeColumn(table, 0), 0).columns).toEqual(['Beds']);
  });
  test('pasting from a cell on lets the table grow', () => {
    const { table: grown, leftOut } = pasteCells(table, 1, 1, [
      ['7', 'x'],
      ['8', 'y'],
    ]);
    expect(grown).toMatchObject({
      columns: ['Ward', 'Beds', ''],
      rows: [
        ['A', '12', ''],
        ['B', '7', 'x'],
        ['', '8', 'y'],
      ],
    });
    expect(leftOut).toBe(0);
  });
  test('cells beyond twenty columns are counted as left out', () => {
    expect(tableFrom([Array.from({ length: 23 }, (_, n) => String(n))], '')?.leftOut).toBe(3);
  });
  test('whatever is done, every row has as many cells as there are columns', () => {
    const index = fc.integer({ min: -1, max: 24 });
    const edit = fc.oneof(
      index.map((at) => (of: DataTable) => addColumn(of, Math.max(0, at))),
      index.map((at) => (of: DataTable) => removeColumn(of, at)),
      fc.tuple(index, index).map(
        ([from, to]) =>
          (of: DataTable) =>
            moveColumn(of, from, to),
      ),
      index.map((at) => (of: DataTable) => addRow(of, Math.max(0, at))),
      index.map((at) => (of: DataTable) => removeRow(of, at)),
      fc.tuple(index, index).map(
        ([from, to]) =>
          (of: DataTable) =>
            moveRow(of, from, to),
      ),
      fc.tuple(index, index, fc.string()).map(
        ([row, column, value]) =>
          (of: DataTable) =>
            setCell(of, row, column, value.replaceAll('\0', '')),
      ),
      fc.tuple(index, index, fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 4 })).map(
        ([row, column, cells]) =>
          (of: DataTable) =>
            pasteCells(
              of,
              row,
              Math.max(0, column),
              cells.map((line) => line.map((value) => value.replaceAll('\0', ''))),
            ).table,
      ),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
        const edited = edits.reduce((present, change) => change(present), table);
        expect(dataTable.safeParse(edited).error).toBeUndefined();
      }),
    );
  });
});
