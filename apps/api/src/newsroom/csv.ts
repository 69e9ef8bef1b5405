import type { InfographicContent } from '@mobilise/contracts/kinds';

/**
 * A table as CSV (RFC 4180), with the byte order mark by which spreadsheets know UTF-8. A cell that a spreadsheet would
 * run as a formula gets an apostrophe before it; a plain number keeps its sign.
 */
export function tableCsv({ columns, rows }: NonNullable<InfographicContent['data']>): string {
  return `\ufeff${[columns, ...rows].map((row) => `${row.map(cellCsv).join(',')}\r\n`).join('')}`;
}

function cellCsv(cell: string): string {
  const formula = /^\s*[=+\-@\t\r]/.test(cell) && !/^[-+]?\d[\d.,]*%?$/.test(cell);
  const safe = formula ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
