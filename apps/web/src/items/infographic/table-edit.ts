import type { InfographicContent } from '@mobilise/contracts/kinds';

export type DataTable = NonNullable<InfographicContent['data']>;

/** As the contract bounds a table. */
export const mostColumns = 20;
export const mostRows = 500;

export const newTable: DataTable = { caption: '', columns: ['', ''], rows: [['', '']] };

const insertAt = <T>(list: readonly T[], at: number, value: T): T[] => [...list.slice(0, at), value, ...list.slice(at)];
const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);
const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const value = list[from];
  return value === undefined || to < 0 || to >= list.length ? [...list] : insertAt(without(list, from), to, value);
};

export const addColumn = (table: DataTable, at: number): DataTable =>
  table.columns.length >= mostColumns
    ? table
    : { ...table, columns: insertAt(table.columns, at, ''), rows: table.rows.map((row) => insertAt(row, at, '')) };
export const removeColumn = (table: DataTable, at: number): DataTable =>
  table.columns.length <= 1
    ? table
    : { ...table, columns: without(table.columns, at), rows: table.rows.map((row) => without(row, at)) };
export const moveColumn = (table: DataTable, from: number, to: number): DataTable => ({
  ...table,
  columns: moved(table.columns, from, to),
  rows: table.rows.map((row) => moved(row, from, to)),
});
export const addRow = (table: DataTable, at: number): DataTable =>
  table.rows.length >= mostRows
    ? table
    : {
        ...table,
        rows: insertAt(
          table.rows,
          at,
          table.columns.map(() => ''),
        ),
      };
export const removeRow = (table: DataTable, at: number): DataTable => ({ ...table, rows: without(table.rows, at) });
export const moveRow = (table: DataTable, from: number, to: number): DataTable => ({
  ...table,
  rows: moved(table.rows, from, to),
});

/** Writes one cell; row -1 is the header row. */
export function setCell(table: DataTable, row: number, column: number, value: string): DataTable {
  const put = (cells: readonly string[]) => cells.map((cell, index) => (index === column ? value : cell));
  return row < 0
    ? { ...table, columns: put(table.columns) }
    : { ...table, rows: table.rows.map((cells, index) => (index === row ? put(cells) : cells)) };
}

/**
 * The cells of a text copied from a spreadsheet (tabs) or of a CSV file (RFC 4180; commas or semicolons, whichever its
 * first line has more of). Every row gets as many cells as the longest; empty lines at the end are left out.
 */
export function parseCells(text: string): string[][] {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '');
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const comma = separatorOf(plain);
  for (let at = 0; at < plain.length; at += 1) {
    const character = plain[at] as string;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (plain[at + 1] === '"') cell += plain[++at];
      else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === comma || character === '\n') {
      row.push(cell);
      cell = '';
      if (character === '\n') {
        rows.push(row);
        row = [];
      }
    } else cell += character;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  while (rows.at(-1)?.every((value) => value.trim() === '')) rows.pop();
  const width = Math.max(0, ...rows.map(({ length }) => length));
  return rows.map((cells) =>
    Array.from({ length: width }, (_, column) => (cells[column] ?? '').replace(/\s*\n\s*/g, ' ').trim()),
  );
}

function separatorOf(text: string): string {
  const line = text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1);
  if (line.includes('\t')) return '\t';
  return line.split(';').length > line.split(',').length ? ';' : ',';
}

/** Whether a pasted text is a table rather than words for one cell. */
export const isTable = (text: string): boolean => /\t/.test(text) || /\n./.test(text.trim());

/** Writes cells into a table from a cell on (row -1 is the header row); it grows as far as it may. Answers how many cells found no room. */
export function pasteCells(
  table: DataTable,
  row: number,
  column: number,
  cells: string[][],
): { table: DataTable; leftOut: number } {
  let grown = table;
  const wide = Math.min(mostColumns, column + (cells[0]?.length ?? 0));
  const high = Math.min(mostRows, row + cells.length);
  while (grown.columns.length < wide) grown = addColumn(grown, grown.columns.length);
  while (grown.rows.length < high) grown = addRow(grown, grown.rows.length);
  const all = [grown.columns, ...grown.rows].map((line) => [...line]);
  let leftOut = 0;
  for (const [down, line] of cells.entries()) {
    for (const [across, value] of line.entries()) {
      const target = all[row + 1 + down];
      const limit = row + down < 0 ? 200 : 500;
      if (target && column + across < target.length) target[column + across] = value.slice(0, limit);
      else if (value) leftOut += 1;
    }
  }
  const [columns = [], ...rows] = all;
  return { table: { ...grown, columns, rows }, leftOut };
}

/** A whole table from cells whose first row names the columns; null when there is nothing in them. */
export function tableFrom(cells: string[][], caption: string): { table: DataTable; leftOut: number } | null {
  const width = Math.min(mostColumns, cells[0]?.length ?? 0);
  if (width === 0) return null;
  return pasteCells({ caption, columns: Array.from({ length: width }, () => ''), rows: [] }, -1, 0, cells);
}
