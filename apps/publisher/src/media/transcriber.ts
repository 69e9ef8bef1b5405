import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Bytes of captions that are taken, and of what the command complains about. */
const mostCaptions = 4_000_000;
const mostWords = 2_000;
/** Seconds: no recording is longer than six hours, and a slow machine writes about as fast as people speak. */
const patience = 6 * 3600;
/** Characters of what was written last. */
const tailLength = 1000;

const shell = '/bin/sh';

/**
 * Runs the command that transcribes; answers what it writes to its output. In a group of its own, which ends with us even where we
 * are killed, with nothing of our environment but where programs lie. `hear` is given the end of that as it comes. Throws what went wrong in words, or the reason of `signal`.
 */
export function runTranscriber(
  command: readonly string[],
  input: string,
  cwd: string,
  signal: AbortSignal,
  hear: (tail: string) => void,
): Promise<string> {
  const [program = '', ...given] = command;
  const args = given.includes('{input}') ? given.map((word) => (word === '{input}' ? input : word)) : [...given, input];
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, TMPDIR: cwd, LANG: 'C.UTF-8' };
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const stopWatching = child.pid ? endWithUs(child.pid) : undefined;
  const ended = Promise.withResolvers<string>();
  const bounds = AbortSignal.any([signal, AbortSignal.timeout(patience * 1000)]);
  const kill = () => {
    if (child.pid) {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  };
  const abort = () => {
    kill();
    ended.reject(bounds.reason);
  };
  bounds.addEventListener('abort', abort, { once: true });
  const [out, complaints]: [Buffer[], Buffer[]] = [[], []];
  const gather = (into: Buffer[], most: number, beyond: () => void) => {
    let bytes = 0;
    return (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) into.push(chunk);
      else beyond();
    };
  };
  let tail = '';
  child.stdout.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('latin1')).slice(-tailLength);
    hear(tail);
  });
  child.stdout.on(
    'data',
    gather(out, mostCaptions, () => {
      kill();
      ended.reject(new Error(`The transcription command wrote more than ${mostCaptions / 1_000_000} MB.`));
    }),
  );
  child.stderr.on(
    'data',
    gather(complaints, mostWords, () => undefined),
  );
  child.once('error', (error) =>
    ended.reject(new Error(`The transcription command could not be started: ${error.message}`)),
  );
  child.once('close', (code) => {
    if (code === 0) ended.resolve(Buffer.concat(out).toString());
    else
      ended.reject(
        new Error(
          `The transcription command ended with ${code}. ${Buffer.concat(complaints).toString().trim()}`.trim(),
        ),
      );
  });
  return ended.promise.finally(() => {
    bounds.removeEventListener('abort', abort);
    kill();
    stopWatching?.();
  });
}

/** Has a process group killed once our end of the watch's input closes: also where we were killed, and can do nothing ourselves. */
function endWithUs(group: number): (() => void) | undefined {
  if (!existsSync(shell)) return undefined;
  const words = ['-c', 'read -r _; kill -s KILL -- "-$1"', 'sh', String(group)];
  const watch = spawn(shell, words, { detached: true, env: {}, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without it the command runs as well.
  watch.once('error', () => undefined);
  return () => void watch.kill('SIGKILL');
}
