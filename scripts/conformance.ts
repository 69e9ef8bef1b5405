import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../packages/db/src/settings.ts';
import { type Report, tablesOf } from './conformance-table.ts';

// Runs the suite that every adapter passes, and prints what each of them said under each fault.
const folder = mkdtempSync(join(tmpdir(), 'mobilise-conformance-'));
const file = join(folder, 'report.json');
const run = spawnSync(
  process.execPath,
  [
    join(checkout, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'unit', 'packages/channels/src', '-t', 'keeps the adapter'],
    ...['--reporter=json', `--outputFile.json=${file}`],
  ],
  { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] },
);
const { tables, isWhole } = tablesOf(JSON.parse(readFileSync(file, 'utf8')) as Report);
rmSync(folder, { recursive: true, force: true });
console.log(tables);
process.exitCode = run.status === 0 && isWhole ? 0 : 1;
