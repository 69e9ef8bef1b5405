import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mostMemory, longest as usual } from './bounds.ts';
import { type Canaries, plantCanaries } from './canaries.ts';
import { baitFor, type Case } from './cases.ts';
import type { Bait } from './hostile-text.ts';
import type { Kind } from './kinds.ts';
import type { Answer, Order } from './worker.ts';

/** What became of a file. */
export interface Result extends Answer {
  file: Case;
  embedded: boolean;
  /** How the process ended, where it did. */
  end?: 'crash' | 'hang';
  /** Canaries that were read. */
  read: string[];
}

export interface Work {
  /** Numbers of the files. */
  indices: readonly number[];
  make: (index: number, bait: Bait) => Case;
  embedded: (index: number) => boolean;
  renders: (index: number) => boolean;
  port: number;
  folder: string;
  lanes: number;
  /** Words to start a worker with, such as those of a tracer. */
  before?: readonly string[];
  told: (result: Result) => Promise<void> | void;
  /** The program of the workers, and the milliseconds that it may take for a file: worker.ts and bounds.ts unless given. */
  program?: string;
  longest?: Record<Kind, number>;
}

/** Sends files through workers, one at a time through each. Answers whether canaries could tell that they were read. */
export async function runLanes(work: Work): Promise<{ canariesTell: boolean }> {
  const queue = work.indices.values();
  const tells = await Promise.all(Array.from({ length: work.lanes }, (_, lane) => runLane(work, lane + 1, queue)));
  return { canariesTell: tells.every(Boolean) };
}

async function runLane(work: Work, lane: number, queue: Iterable<number>): Promise<boolean> {
  const folder = join(work.folder, `lane-${lane}`);
  const [entry, out, temporary] = ['in', 'out', 'tmp'].map((name) => join(folder, name)) as [string, string, string];
  for (const one of [entry, out, temporary]) await mkdir(one, { recursive: true });
  const canaries = await plantCanaries(join(folder, 'outside'));
  let worker: ChildProcess | undefined;
  for (const index of queue) {
    const file = work.make(index, baitFor(index, work.port, canaries.folder));
    // A folder of its own says whose file it is wherever its path turns up.
    const place = join(entry, String(index));
    const path = join(place, file.name);
    await mkdir(place);
    await writeFile(path, file.bytes);
    worker ??= start(folder, temporary, work);
    const embedded = work.embedded(index);
    const { kind, type } = file;
    const order = { kind, path, ...(type !== undefined && { type }), folder: out, renders: work.renders(index) };
    const answer = await ask(worker, { ...order, embedded, secret: canaries.secret }, (work.longest ?? usual)[kind]);
    if ('end' in answer) {
      worker = undefined;
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary);
    }
    await work.told(judged({ ...answer, file, embedded, read: await touched(canaries) }));
    await rm(place, { recursive: true });
  }
  await end(worker);
  return canaries.tells;
}

const ours = join(import.meta.dirname, 'worker.ts');

const touched = async ({ tells, touched }: Canaries) => (tells ? touched() : []);

function judged(result: Result): Result {
  const { file, code, peak, faults, end } = result;
  const more = [
    ...(peak > mostMemory ? [`The process took ${Math.round(peak / 2 ** 20)} MB`] : []),
    // A machine that is busy enough makes anything late.
    ...(file.whole && !['accepted', 'media_timeout'].includes(code) && !end
      ? ['It is whole and was not accepted']
      : []),
  ];
  return { ...result, faults: [...faults, ...more] };
}

function start(folder: string, temporary: string, { before = [], program = ours }: Work): ChildProcess {
  const [first = '', ...words] = [...before, process.execPath, program];
  const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: temporary };
  return spawn(first, words, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

type Ending = Answer & { end?: 'crash' | 'hang' };

/** Asks a worker, and ends it where it has not answered in time. */
async function ask(worker: ChildProcess, order: Order, milliseconds: number): Promise<Ending> {
  const answered = Promise.withResolvers<Ending>();
  const began = performance.now();
  let words = '';
  const ended = (end: 'crash' | 'hang', why: string) => {
    const faults = [`${why} ${words}`.trim()];
    answered.resolve({ end, code: end, faults, milliseconds: Math.round(performance.now() - began), peak: 0 });
  };
  const hear = (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(-4000);
  };
  const exit = (code: number | null, signal: string | null) =>
    ended('crash', `The process ended with ${signal ?? code}.`);
  worker.stderr?.on('data', hear);
  worker.once('message', (answer: Answer) => answered.resolve(answer));
  worker.once('exit', exit);
  const timer = setTimeout(() => {
    ended('hang', `There was no answer after ${milliseconds / 1000} seconds.`);
    void endTree(worker);
  }, milliseconds);
  worker.send(order);
  const answer = await answered.promise;
  clearTimeout(timer);
  worker.removeAllListeners('message').off('exit', exit).stderr?.off('data', hear);
  return answer;
}

/** Lets a worker end, which it does when nobody can order anything any more. */
async function end(worker: ChildProcess | undefined): Promise<void> {
  if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
  const exit = new Promise((resolve) => worker.once('exit', resolve));
  worker.disconnect();
  await exit;
}

/** Ends a process that answers nothing any more, and those that it has started, which would otherwise go on. */
async function endTree({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) return;
  for (const one of [pid, ...(await descendants(pid))]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** What a process has started, and what that has. None where there is no `ps`. */
async function descendants(pid: number): Promise<number[]> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
    const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
    const below = (parent: number): number[] =>
      pairs.flatMap(([child = 0, above]) => (above === parent ? [child, ...below(child)] : []));
    return below(pid);
  } catch {
    return [];
  }
}
