import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const limit = 10_000_000;
const kept = 3;

export interface LogFile {
  write(text: string): void;
}

/** A file that is put aside as .1, .2 when it has grown to `bytes`; three in all. */
export function openLog(path: string, bytes = limit): LogFile {
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  const rotate = () => {
    closeSync(file);
    for (let number = kept - 1; number > 0; number -= 1) {
      const newer = number === 1 ? path : `${path}.${number - 1}`;
      if (existsSync(newer)) renameSync(newer, `${path}.${number}`);
    }
    file = openSync(path, 'a', 0o600);
    size = 0;
  };
  return {
    write: (text) => {
      if (size > bytes) rotate();
      size += writeSync(file, text);
    },
  };
}

/** Calls `take` with every complete line of a stream that arrives in pieces. */
export function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  stream.on('end', () => {
    if (rest) take(rest);
  });
}

/** Short form of a pino line for a person, or undefined when it is below a warning (pino's level 40) or not one. */
export function forHumans(line: string): string | undefined {
  // Nearly every line is below a warning: looking is cheaper than parsing.
  if (!/"level":[456]0\b/.test(line)) return undefined;
  try {
    const entry = JSON.parse(line) as {
      level: number;
      msg?: string;
      err?: { message?: string };
      error?: { message?: string };
    };
    const cause = (entry.err ?? entry.error)?.message;
    const reason = cause && cause !== entry.msg ? cause : '';
    const text = [entry.msg, reason].filter(Boolean).join(': ').split('\n')[0] ?? '';
    return `${entry.level >= 60 ? 'fatal' : entry.level >= 50 ? 'error' : 'warning'}: ${text}`;
  } catch {
    return undefined;
  }
}
