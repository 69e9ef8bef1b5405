// Plain JavaScript on purpose: it runs before anything is installed, on whatever Node the machine has.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const onWindows = process.platform === 'win32';
const pnpm = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')).packageManager;
const stamp = join(checkout, 'node_modules/.installed-for');

/** The Node 26 of this checkout, whatever the machine has. */
const node = join(checkout, 'node_modules/node/bin', onWindows ? 'node.exe' : 'node');

/** Installs unless the lockfile, the platform and the installer are those of the last time. Says why when it fails. */
export async function ensureInstalled() {
  const wanted = fingerprint();
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;

  const done = progress('Installing');
  const { code, output } = await run('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--prod=false']);
  if (code === 0 && existsSync(node)) {
    writeFileSync(stamp, wanted);
    done('Installed');
    return true;
  }
  done('Installing failed');
  console.error(`\n${output.trim().split('\n').slice(-20).join('\n')}\n`);
  console.error(
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|META_FETCH_FAIL|network/i.test(output)
      ? 'The package registry cannot be reached: connect to the internet (or set your proxy) and try again.'
      : 'The installation failed; the lines above say why. Put that right and try again.',
  );
  return false;
}

/** Runs the checkout's Node in place of this process where that is possible, else as a child whose fate it shares. */
export function handOver(args) {
  process.chdir(checkout);
  // Keeps stripped and compiled code between starts: 20 MB less in each process, and a faster start.
  process.env.NODE_COMPILE_CACHE ??= join(checkout, 'node_modules/.cache/node');
  if (typeof process.execve === 'function' && !onWindows) {
    try {
      process.execve(node, [node, ...args], process.env);
    } catch {
      // Some sandboxes forbid it; a child does the same for the price of one idle process.
    }
  }
  const child = spawn(node, args, { cwd: checkout, stdio: 'inherit' });
  // npm's shell passes no signal on, but this process notices when the shell has gone.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} cannot be run: ${error.message}. Delete node_modules and try again.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

function fingerprint() {
  const hash = createHash('sha256').update(`${pnpm} ${process.platform} ${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(join(checkout, file)));
  return hash.digest('hex');
}

function run(command, args) {
  // What npm and NODE_ENV say about leaving out development dependencies must not apply: Node itself is one of them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE_ENV|npm_config_(omit|production|only))$/i.test(name)),
  );
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd: checkout,
      env: { ...env, CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: onWindows,
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => settle({ code: 1, output: `${command}: ${error.message}` }));
    child.on('close', (code) => settle({ code, output }));
  });
}

/** A line that counts seconds; on a terminal in place, elsewhere a line every ten. */
function progress(what) {
  const begun = Date.now();
  const seconds = () => `${((Date.now() - begun) / 1000).toFixed(0)} s`;
  const live = process.stdout.isTTY;
  process.stdout.write(live ? `  ${what}` : `  ${what} (the first time takes a minute or two)\n`);
  const timer = setInterval(
    () => process.stdout.write(live ? `\r  ${what} ${seconds()}` : `  ${what} ${seconds()}\n`),
    live ? 1000 : 10_000,
  );
  return (end) => {
    clearInterval(timer);
    process.stdout.write(`${live ? '\r' : ''}  ${end} in ${seconds()}\n`);
  };
}
