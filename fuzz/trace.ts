import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';

/** A file that was opened, or an address that was called, by the processes that had a file in their hands. */
export interface Trespass {
  /** Number of the file. */
  index: number;
  what: string;
}

/** Words that start a program under strace, which writes every file that is opened and every connection into a log. */
export const tracing = (log: string): string[] => [
  ...['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=open,openat,openat2,connect', '-o', log, '--'],
];

/** Whether strace is here and may trace. */
export async function canTrace(folder: string): Promise<boolean> {
  const [program = '', ...words] = [...tracing(join(folder, 'can-trace')), process.execPath, '--version'];
  try {
    await promisify(execFile)(program, words, { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Where programs, libraries, fonts and what they are set up with lie. */
const system = [
  ...['/lib/', '/lib64/', '/usr/lib/', '/usr/lib64/', '/usr/local/lib/', '/usr/share/', '/usr/local/share/'],
  ...['/usr/bin/', '/bin/', '/etc/ld.so.', '/etc/fonts/', '/var/cache/fontconfig/', '/etc/localtime', '/sys/'],
  ...['/etc/ssl/openssl.cnf', '/etc/gcrypt/', '/dev/null', '/dev/urandom', '/dev/random'],
];
/** What a process may ask about itself and the machine. */
const processes =
  /^\/proc\/(self|thread-self|\d+|sys|cpuinfo|meminfo|stat|version|version_signature|mounts|filesystems)(\/|$)/;

/** What in a log of strace's is neither of the system, nor of the checkout, nor in the work folder of its lane. */
export async function trespasses(
  log: string,
  { checkout, lane }: { checkout: string; lane: string },
): Promise<{ found: Trespass[]; opened: number }> {
  const mayOpen = (said: string) => {
    // A bare name is one in the folder that a run has for itself.
    if (!said.startsWith('/')) return !said.includes('/') && said !== '..';
    const path = normalize(said);
    if (path.endsWith('/environ')) return false;
    if (`${path}/`.startsWith(join(lane, 'outside') + sep)) return false;
    const within = [checkout + sep, lane + sep, ...system].some((folder) => `${path}/`.startsWith(folder));
    return within || processes.test(path) || process.execPath === path;
  };
  const found = new Map<string, Trespass>();
  const trespass = (index: number, what: string) => found.set(`${index} ${what}`, { index, what });
  let [index, opened] = [0, 0];
  for (const line of (await readFile(log, 'utf8')).split('\n')) {
    const path = /open(?:at2?)?\([^"]*"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
    const address = /connect\(\d+, (\{.*?\})/.exec(line)?.[1];
    if (path !== undefined) {
      opened += 1;
      const own = path.startsWith(lane) && /\/in\/(\d+)\//.exec(path)?.[1];
      if (own) index = Number(own);
      if (!mayOpen(path)) trespass(index, path);
    }
    // The cache of names and users is asked over a socket of this machine.
    if (address && !address.includes('/nscd/')) trespass(index, address);
  }
  return { found: [...found.values()], opened };
}
