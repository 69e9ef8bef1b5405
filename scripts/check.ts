import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../packages/db/src/settings.ts';
import { buildWeb } from './build-web.ts';
import { elapsed } from './say.ts';
import { type Counts, countResults } from './vitest-results.ts';

// Everything that `npm test` runs. A failing step does not spare the others; the last line counts them all.
const filter = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'mobilise-results-'));
const results: { name: string; counts: Counts; took: string }[] = [];

if (filter.length > 0) {
  await step('tests', () => vitest('filtered', filter));
} else {
  await step('types', () => tool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']));
  await step('lint', () => tool('@biomejs/biome/bin/biome', ['ci', '--error-on-warnings']));
  await step('unused code', () => tool('knip/bin/knip.js', ['--no-progress']));
  await step('unit and database tests', () => vitest('unit', ['--project', 'unit*']));
  await step('web build', webBuild);
  await step('browser journeys', () => vitest('e2e', ['--project', 'e2e']));
}

rmSync(reports, { recursive: true, force: true });
const passed = results.reduce((sum, { counts }) => sum + counts.passed, 0);
const failed = results.reduce((sum, { counts }) => sum + counts.failed, 0);
console.log('');
for (const { name, counts, took } of results) {
  console.log(
    `${counts.failed === 0 ? 'ok    ' : 'FAILED'}  ${name} (${took}): ${counts.passed} passed, ${counts.failed} failed`,
  );
  for (const failure of counts.failures) console.log(`          ${failure}`);
}
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);

async function step(name: string, act: () => Promise<Counts>): Promise<void> {
  const since = performance.now();
  console.log(`\n— ${name}`);
  const counts = await act().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, failures: [] };
  });
  const took = elapsed(since);
  console.log(`  ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${took}`);
  results.push({ name, counts, took });
}

/** A check counts as one; it is silent unless it fails. */
async function tool(script: string, args: string[]): Promise<Counts> {
  const { code, output } = await run([join(checkout, 'node_modules', script), ...args], 'pipe');
  if (code === 0) return { passed: 1, failed: 0, failures: [] };
  console.log(output.trim());
  return { passed: 0, failed: 1, failures: [] };
}

async function webBuild(): Promise<Counts> {
  await buildWeb();
  return { passed: 1, failed: 0, failures: [] };
}

async function vitest(name: string, args: string[]): Promise<Counts> {
  const file = join(reports, `${name}.json`);
  const script = join(checkout, 'node_modules/vitest/vitest.mjs');
  const { code } = await run(
    [script, 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    'inherit',
  );
  return countResults(existsSync(file) ? readFileSync(file, 'utf8') : undefined, code);
}

function run(args: string[], stdio: 'pipe' | 'inherit'): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: checkout, stdio: ['ignore', stdio, stdio] });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
