// A program of its own, started by ffmpeg.ts: ffmpeg as WebAssembly, for machines that have none. It sees the files that it is
// told of and nothing else, and is killed when it takes too long: its work is synchronous, so nothing here can interrupt it.
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';

/** The first argument, as JSON. `inputs` and `outputs` are the arguments that are paths of files here. */
export interface EmbeddedJob {
  program: 'ffmpeg' | 'ffprobe';
  inputs: string[];
  outputs: string[];
  /** Milliseconds after which ffmpeg gives up by itself, should nobody be left to kill it. */
  timeout: number;
}

/** Emscripten's numbers for ESPIPE and EIO. */
const errno = { pipe: 70, input: 29 };

const parent = process.ppid;

const [told = '', ...words] = process.argv.slice(2);
const job = JSON.parse(told) as EmbeddedJob;
const core = await loadCore();
process.exitCode = await run();

async function loadCore() {
  const require = createRequire(import.meta.url);
  // The core was built for a web worker, and looks for these.
  Object.assign(globalThis, {
    self: { location: { href: 'file:///' } },
    location: { href: 'file:///' },
    WorkerGlobalScope: class {},
    importScripts: () => undefined,
  });
  const { default: createCore } = await import('@ffmpeg/core');
  return createCore({ wasmBinary: readFileSync(require.resolve('@ffmpeg/core/wasm')) });
}

async function run(): Promise<number> {
  const { FS } = core;
  FS.mkdirTree('/io');
  FS.mkdirTree('/work');
  const names = new Map<string, string>([
    ['pipe:0', '/io/read'],
    ['pipe:1', '/io/pipe'],
  ]);
  map('/io/read', { read: (data) => readSome(0, data) });
  map('/io/pipe', { write: (data) => writeAll(1, data) });
  job.inputs.forEach((path, index) => {
    names.set(path, `/io/input-${index}${extname(path)}`);
    const file = openSync(path, 'r');
    map(names.get(path) ?? '', {
      read: (data, at) => readSync(file, data, 0, data.length, at),
      size: fstatSync(file).size,
    });
  });
  const outputs = job.outputs.map((path, index) => {
    names.set(path, `/io/output-${index}${extname(path)}`);
    // Read, too: an mp4 is read again to bring its index to the front.
    const file = openSync(path, 'w+');
    map(names.get(path) ?? '', {
      read: (data, at) => readSync(file, data, 0, data.length, at),
      write: (data, at) => writeAll(file, data, at),
      size: 0,
    });
    return file;
  });
  for (const entry of readdirSync('.', { withFileTypes: true }))
    if (entry.isFile()) FS.writeFile(`/work/${entry.name}`, readFileSync(entry.name));
  FS.chdir('/work');

  core.setLogger(({ type, message }) => writeAll(type === 'stdout' ? 1 : 2, Buffer.from(`${message}\n`)));
  core.setTimeout(job.timeout);
  const args = words.map((word) => names.get(word) ?? word);
  let code: number;
  try {
    code = job.program === 'ffprobe' ? core.ffprobe(...args) : core.exec(...args);
  } catch (error) {
    const ended = statusOf(error);
    if (ended !== undefined) return ended;
    // A trap is what a crash is to a native program: the file's doing. Anything else is ours.
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    writeAll(2, Buffer.from(`${error.message}\n`));
    return 1;
  }
  for (const file of outputs) closeSync(file);
  // ffprobe answers −1 whatever becomes of it; whoever reads its answer sees.
  return job.program === 'ffprobe' ? 0 : code;
}

/** What a program ended itself with, as ffprobe does when it can open no decoder: the core throws it. */
function statusOf(error: unknown): number | undefined {
  const said: { name?: unknown; status?: unknown } = typeof error === 'object' && error !== null ? error : {};
  return said.name === 'ExitStatus' && typeof said.status === 'number' ? said.status : undefined;
}

interface Backing {
  read?: (data: Uint8Array, at: number) => number;
  write?: (data: Uint8Array, at: number) => void;
  /** Bytes there are; nothing for a pipe, in which nobody can go back. */
  size?: number;
}

/** Lets a name in the core's memory stand for a file here, read and written as it is needed: a gigabyte stays on the disk. */
function map(path: string, { read, write, size }: Backing): void {
  const { FS } = core;
  const node = FS.create(path);
  node.usedBytes = size ?? 0;
  const refuse = (number: number) => () => {
    throw new FS.ErrnoError(number);
  };
  node.stream_ops = {
    ...node.stream_ops,
    mmap: refuse(errno.input),
    ...(size === undefined && { llseek: refuse(errno.pipe) }),
    read: (_stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number) =>
      read ? read(buffer.subarray(offset, offset + length), position) : refuse(errno.input)(),
    write: (_stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number) => {
      if (!write) return refuse(errno.input)();
      endWithParent();
      write(buffer.subarray(offset, offset + length), position);
      node.usedBytes = Math.max(node.usedBytes, position + length);
      return length;
    },
  };
}

function writeAll(file: number, data: Uint8Array, at?: number): void {
  for (let done = 0; done < data.length; )
    done += patiently(() => writeSync(file, data, done, data.length - done, at === undefined ? null : at + done));
}

function readSome(file: number, data: Uint8Array): number {
  return patiently(() => readSync(file, data, 0, data.length, null));
}

/** A pipe may be full, or empty: whoever is at its other end needs a moment. */
function patiently(work: () => number): number {
  for (;;)
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
}

/** A killed publisher leaves its work behind, and takes it up again with another of these. */
function endWithParent(): void {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}
