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
    ...['run', '--project', 'unit*', 'packages/channels/src', '-t', 'keeps the adapter'],
    ...['--reporter=json', `--outputFile.json=${file}`],
  ],
  { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] },
);
const { tables, isWhole } = tablesOf(JSON.parse(readFileSync(file, 'utf8')) as Report);
rmSync(folder, { recursive: true, force: true });
console.log(tables);
console.log(`
E-mail: what is said of one letter of a list; "unsent" and "later" are sent by themselves, "unknown" never is.
The newsroom has no column. Nothing is sent to it: its pages show what the database says, and a post is intended and
published there in one transaction (apps/publisher/src/posts/newsroom.ts), so that a publisher that stops leaves all or nothing.`);
process.exitCode = run.status === 0 && isWhole ? 0 : 1;
