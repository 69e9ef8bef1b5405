import type { Result } from './lanes.ts';

/** What became of the files, a line for each kind, with the slowest and the highest memory of their processes. */
export function tableOf(results: readonly Result[]): string {
  const kinds = [...new Set(results.map(({ file }) => file.kind))];
  const lines = kinds.map((kind) => {
    const own = results.filter(({ file }) => file.kind === kind);
    const counts = new Map<string, number>();
    for (const { code } of own) counts.set(code, (counts.get(code) ?? 0) + 1);
    const codes = [...counts].toSorted(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`);
    const slowest = own.reduce((worst, one) => (one.milliseconds > worst.milliseconds ? one : worst));
    const peak = Math.max(...own.map((one) => one.peak));
    return [
      ...[kind, String(own.length), `${(slowest.milliseconds / 1000).toFixed(1)} s (${slowest.file.index})`],
      ...[`${Math.round(peak / 2 ** 20)} MB`, codes.join(', ')],
    ];
  });
  const rows = [['kind', 'files', 'slowest (file)', 'memory', 'became of them'], ...lines];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
