import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A program to start: `file` with `before` in front of its arguments. */
export interface Tool {
  file: string;
  before: readonly string[];
  /** Whether its address space may be bounded: WebAssembly reserves far more than it uses. */
  boundMemory: boolean;
}

interface ProcessOptions {
  /** Folder to run in; it is the home and the temporary folder, too, so that no settings of anybody are read. */
  cwd: string;
  /** Seconds by the clock until it is killed. */
  timeout: number;
  /** Seconds in which it has to get further, or is killed; as many as it likes unless told. */
  stall?: number | undefined;
  /** Largest file it may write, in bytes. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
  /** What it reads on standard input: nothing unless told. */
  input?: Readable | undefined;
  onOutput?: ((chunk: Buffer) => void) | undefined;
  /** Answers whether a line says that it got further; output always does. */
  onLine?: ((line: string) => boolean) | undefined;
}

/** How a process ended. `late` when we killed it at its limit, `stalled` when we did because it got no further. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  late: boolean;
  stalled: boolean;
  /** The last of what it said on standard error. */
  log: string;
}

/** What a program needs to find its libraries and fonts. Our secrets are in the environment too, and stay here. */
const passedOn = /^(path|systemroot|windir|ld_library_path|dyld_.*|fontconfig_.*)$/i;

/** Address space of a native ffmpeg: 1080p with the usual lookahead takes about 1 GB of it. */
const memory = 4 * 2 ** 30;
/** Characters kept of what it says. */
const logLength = 65_536;

/** Bounds by the shell, which then becomes the program. A bound that a system does not know is left out; `$@` stays as it is. */
const bounded =
  'm=$1 c=$2 f=$3; shift 3; ulimit -c 0; [ "$m" = 0 ] || ulimit -v "$m"; ulimit -t "$c"; ulimit -f "$f"; exec "$@"';
const shell = '/bin/sh';

const running = new Set<() => void>();
process.once('exit', () => {
  for (const kill of running) kill();
});

/**
 * Runs a program within bounds of time, memory and file size, in a process group of its own and with a minimal environment.
 *
 * @throws what `signal` was aborted with; what `onOutput` throws; an Error when the program cannot be started
 */
export async function runProcess(tool: Tool, args: readonly string[], options: ProcessOptions): Promise<Ended> {
  options.signal?.throwIfAborted();
  const [file = '', ...words] = withLimits(tool, args, options);
  const group = process.platform !== 'win32';
  const child = spawn(file, words, {
    cwd: options.cwd,
    env: environment(options.cwd),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    detached: group,
  });
  const kill = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      if (group) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  };
  running.add(kill);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, options.timeout * 1000);
  let stalled = false;
  const standing = options.stall
    ? setTimeout(() => {
        stalled = true;
        kill();
      }, options.stall * 1000)
    : undefined;
  options.signal?.addEventListener('abort', kill, { once: true });

  const ended = Promise.withResolvers<void>();
  let trouble: unknown;
  const fail = (error: unknown) => {
    trouble ??= error;
    kill();
  };
  child.once('error', (error) => {
    fail(error);
    if (child.pid === undefined) ended.resolve();
  });
  child.once('close', () => ended.resolve());
  if (!options.input) child.stdin.end();
  else
    pipeline(options.input, child.stdin).catch((error) => {
      // A program may end before it has read everything; how it ended says whether that was right.
      if (child.exitCode === null && child.signalCode === null && !isClosedPipe(error)) fail(error);
    });
  child.stdout.on('data', (chunk: Buffer) => {
    if (trouble) return;
    standing?.refresh();
    try {
      options.onOutput?.(chunk);
    } catch (error) {
      fail(error);
    }
  });
  let log = '';
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(-logLength);
    for (const line of lines) {
      if (!progressLine.test(line)) log = `${log}${line}\n`.slice(-logLength);
      if (options.onLine?.(line)) standing?.refresh();
    }
  });
  await ended.promise;

  clearTimeout(timer);
  clearTimeout(standing);
  options.signal?.removeEventListener('abort', kill);
  running.delete(kill);
  options.signal?.throwIfAborted();
  if (trouble) throw trouble;
  return { code: child.exitCode, signal: child.signalCode, late, stalled, log: `${log}${rest}` };
}

const isClosedPipe = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');

/** A line of `-progress`: a name and a value, and nothing that a message of ffmpeg's looks like. */
const progressLine = /^[a-z][a-z0-9_]*=\s*\S*$/;

function withLimits(tool: Tool, args: readonly string[], { timeout, maxBytes }: ProcessOptions): string[] {
  const command = [tool.file, ...tool.before, ...args];
  if (!existsSync(shell)) return command;
  // Processor time for two busy threads and what surrounds them; POSIX counts file sizes in 512 bytes.
  const limits = [tool.boundMemory ? memory / 1024 : 0, Math.ceil(timeout * 3), Math.ceil(maxBytes / 512) + 2048];
  return [shell, '-c', bounded, 'sh', ...limits.map(String), ...command];
}

function environment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => passedOn.test(name));
  return { ...Object.fromEntries(kept), HOME: folder, TMPDIR: folder, TEMP: folder, TMP: folder, LC_ALL: 'C' };
}
