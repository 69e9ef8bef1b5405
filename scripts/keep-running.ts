import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { eachLine, forHumans, openLog } from './logs.ts';

export interface Ready {
  ready: true;
  url?: string;
  /** One-time link, as long as nobody owns the installation. */
  setupUrl?: string;
}

export interface Program {
  name: string;
  /** Arguments of Node: flags, then the script. */
  args: readonly string[];
  /** Asked at every start, because the database's address may have changed. */
  env: () => NodeJS.ProcessEnv;
  logFile: string;
  say: (line: string) => void;
}

export interface Running {
  /** The first report of readiness; rejects when the program ends five times without one. */
  readonly ready: Promise<Ready>;
  /** SIGTERM, and SIGKILL after `patience` milliseconds; the backoff starts it anew, with a fresh environment. */
  restart(patience: number): void;
  /** SIGTERM, and SIGKILL after `patience` milliseconds; it is not started again. */
  stop(patience: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

const preload = join(import.meta.dirname, 'end-with-launcher.mjs');
const firstDelay = 200;
const longestDelay = 10_000;
const healthyAfter = 60_000;
const triesToGetReady = 5;

/** Starts a program and starts it again whenever it ends, after 0.2 s at first and up to 10 s when it keeps ending. */
export function keepRunning(program: Program): Running {
  const log = openLog(program.logFile);
  const first = Promise.withResolvers<Ready>();
  let child: ChildProcess | undefined;
  let stopping = false;
  let wasReady = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let ended = Promise.resolve();

  const start = () => {
    const begun = Date.now();
    const current = spawn(process.execPath, ['--import', preload, ...program.args], {
      env: program.env(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A session of its own: Ctrl-C goes to the launcher, which ends the programs in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    child = current;
    if (current.stdout)
      eachLine(current.stdout, (line) => {
        log.write(`${line}\n`);
        const short = forHumans(line);
        if (short) program.say(short);
      });
    if (current.stderr)
      eachLine(current.stderr, (line) => {
        log.write(`${line}\n`);
        program.say(line);
      });
    current.on('message', (message: Partial<Ready>) => {
      if (message.ready !== true) return;
      if (wasReady) program.say('is back');
      wasReady = true;
      first.resolve(message as Ready);
    });
    ended = new Promise((resolve) => {
      current.once('error', (error) => {
        program.say(error.message);
        resolve();
      });
      current.once('exit', (code, signal) => {
        resolve();
        if (stopping) return;
        failures = Date.now() - begun > healthyAfter ? 1 : failures + 1;
        const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
        if (!wasReady && failures >= triesToGetReady) {
          stopping = true;
          first.reject(
            new Error(
              `The ${program.name} ${how} ${failures} times without getting ready; ${program.logFile} says more.`,
            ),
          );
          return;
        }
        const delay = Math.min(firstDelay * 2 ** (failures - 1), longestDelay);
        program.say(`${how}; starting it again in ${delay / 1000} s`);
        timer = setTimeout(start, delay);
      });
    });
  };
  start();

  /** Asks the process of this moment to end, and ends it when it has not in time; resolves when it has. */
  const end = async (patience: number) => {
    const current = child;
    current?.kill('SIGTERM');
    const late = setTimeout(() => {
      program.say(`has not finished after ${patience / 1000} s and is cut off`);
      current?.kill('SIGKILL');
    }, patience);
    await ended;
    clearTimeout(late);
  };

  return {
    ready: first.promise,
    restart: (patience) => void end(patience),
    kill: () => child?.kill('SIGKILL'),
    stop: (patience) => {
      stopping = true;
      clearTimeout(timer);
      return end(patience);
    },
  };
}
