import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// Installs what the real servers need, beside this file and only here, then runs the adapters against them.
const here = import.meta.dirname;
const checkout = resolve(here, '..');
const { packageManager } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
  packageManager: string;
};

// The server's database is compiled against the headers of the Node that runs it, not of one that npm was told about.
const home = dirname(dirname(realpathSync(process.execPath)));
const headers = [home, join(home, `node_modules/node-${process.platform}-${process.arch}`)].find((folder) =>
  existsSync(join(folder, 'include/node/node.h')),
);
const nodedir = headers ? { npm_config_nodedir: headers } : {};
const PATH = `${dirname(process.execPath)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;

// Nor may a build be taken that an earlier installation made for another Node.
const ownBuild = { pnpm_config_side_effects_cache: 'false' };
run('npx', ['-y', packageManager, 'install', '--frozen-lockfile'], here, { ...nodedir, ...ownBuild, PATH, CI: 'true' });
run(join(checkout, 'node_modules/.bin/tsc'), ['--noEmit', '-p', 'interop/tsconfig.json'], checkout, { PATH });
const vitest = ['run', '--config', 'interop/vitest.config.ts', ...process.argv.slice(2)];
run(process.execPath, [join(checkout, 'node_modules/vitest/vitest.mjs'), ...vitest], checkout, { PATH });

/** Runs a program to its end, its output shown; ends this one when it fails. */
function run(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const { status, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${program} could not be run: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
