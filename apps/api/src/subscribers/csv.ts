import { normaliseEmail } from '@mobilise/contracts/email-address';

/** What an import found: addresses as they are stored, each once, and the lines that hold none. */
export interface Found {
  emails: string[];
  invalid: { line: number; value: string }[];
}

const heading = /^e-?mail(?:[ _-]?address)?$|^address$/i;

/**
 * The addresses in a CSV file: of the column that is headed so, else the first in each line that is one. Whatever else stands
 * there is not kept. Commas, semicolons and tabs part the cells. Pure.
 */
export function addressesIn(csv: string): Found {
  const rows = rowsOf(csv.replace(/^\ufeff/, ''));
  const column = rows[0]?.cells.findIndex((cell) => heading.test(cell.trim())) ?? -1;
  const emails = new Set<string>();
  const invalid: Found['invalid'] = [];
  for (const { line, cells } of column >= 0 ? rows.slice(1) : rows) {
    const candidates = column >= 0 ? [cells[column] ?? ''] : cells;
    const email = candidates.map(bare).find((address) => address !== null);
    if (email) emails.add(email);
    else if (cells.some((cell) => cell.trim()))
      invalid.push({ line, value: (candidates[0] ?? '').trim().slice(0, 100) });
  }
  // A first line without an address, above lines with some, is a heading that we do not know.
  if (column < 0 && invalid[0]?.line === 1 && emails.size > 0) invalid.shift();
  return { emails: [...emails], invalid };
}

/** `Anna Example <anna@example.org>` as mail programs write it, or a bare address. */
function bare(cell: string): string | null {
  return normaliseEmail(/<([^<>]+)>\s*$/.exec(cell)?.[1] ?? cell);
}

/** RFC 4180, with any of three separators; a quote that is never closed ends with its line. */
function rowsOf(csv: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let began = 1;
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push({ line: began, cells });
    cells = [];
    began = line;
  };
  for (let at = 0; at < csv.length; at += 1) {
    const character = csv[at] ?? '';
    if (character === '"' && cell === '') {
      const { end, value } = quoted(csv, at);
      cell = value;
      line += value.split('\n').length - 1;
      at = end;
    } else if (character === ',' || character === ';' || character === '\t') endCell();
    else if (character === '\n' || (character === '\r' && csv[at + 1] !== '\n')) {
      line += 1;
      endRow();
    } else if (character !== '\r') cell += character;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

function quoted(csv: string, from: number): { end: number; value: string } {
  let end = from + 1;
  for (;;) {
    const next = csv.indexOf('"', end);
    if (next < 0) {
      const lineEnd = csv.indexOf('\n', from);
      const stop = lineEnd < 0 ? csv.length : lineEnd;
      return { end: stop - 1, value: csv.slice(from + 1, stop) };
    }
    if (csv[next + 1] !== '"') return { end: next, value: csv.slice(from + 1, next).replaceAll('""', '"') };
    end = next + 2;
  }
}
