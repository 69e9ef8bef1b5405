interface Result {
  ancestorTitles: string[];
  title: string;
  status: string;
  meta?: { said?: string };
}

/** What of Vitest's JSON report is read here. */
export interface Report {
  testResults: { assertionResults: Result[] }[];
}

const suite = " keeps the adapter's promises";
const faultTitle = /^(the write|a request before the write|the look) is (.+?): /;

/**
 * Markdown tables of a run of the conformance suite: rows are faults, or promises; columns are adapters. A cell says what the
 * adapter said, in a test that saw it to be true. `isWhole`: every cell is there and none failed.
 */
export function tablesOf(report: Report): { tables: string; isWhole: boolean } {
  const results = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap((result) => {
      const adapter = result.ancestorTitles.find((title) => title.endsWith(suite))?.slice(0, -suite.length);
      return adapter === undefined ? [] : [{ ...result, adapter }];
    });
  const adapters = [...new Set(results.map(({ adapter }) => adapter))].sort();
  const tables = new Map<string, Map<string, Map<string, string>>>();
  for (const { title, status, meta, adapter } of results) {
    const [, stage, fault] = faultTitle.exec(title) ?? [];
    const [table, row] = [stage ?? 'it promises', fault ?? title];
    const rows = tables.get(table) ?? new Map<string, Map<string, string>>();
    const cells = rows.get(row) ?? new Map<string, string>();
    tables.set(table, rows.set(row, cells.set(adapter, cellOf(status, meta?.said))));
  }
  let isWhole = adapters.length > 0;
  const text = [...tables].map(([name, rows]) => {
    const lines = [...rows].map(([row, cells]) => [row, ...adapters.map((adapter) => cells.get(adapter) ?? '')]);
    if (lines.some((line) => line.some((cell) => cell === '' || cell === failed))) isWhole = false;
    return markdown([[`${name} …`, ...adapters], ...lines]);
  });
  return { tables: text.join('\n\n'), isWhole };
}

const failed = 'FAILED';

/** A skipped promise is one that the channel's class of safety does not make, unless it says why. */
function cellOf(status: string, said?: string): string {
  if (status === 'passed') return said ?? 'kept';
  return status === 'skipped' || status === 'pending' ? (said ?? 'not promised') : failed;
}

function markdown(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const [head = '', ...body] = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}
