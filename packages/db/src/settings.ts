import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { type SignInClient, type SignInKind, signInKinds } from '@mobilise/contracts/sign-in-kinds';
import { clientVariable, type LogLevel, logLevels, settingsTable } from './settings-table.ts';

/** The folder that holds package.json, packages/ and apps/. */
export const checkout = resolve(import.meta.dirname, '../../..');

/** What the environment decides, before anything has been started. */
export interface StartSettings {
  /** TCP port of the one public address; 0 lets the system choose. */
  readonly port: number;
  /** Address to bind, not a name to advertise. */
  readonly host: string;
  /** A PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  /** At least 32 characters, or undefined when the key file in the data folder is to be used. */
  readonly secret: string | undefined;
  /** Origin that browsers use, without a trailing slash. */
  readonly publicUrl: string;
  readonly logLevel: LogLevel;
  /** Whether a channel connection may reach loopback, private and link-local addresses. */
  readonly allowPrivateAddresses: boolean;
  /** Value for Express's `trust proxy`: false, a number of hops, or addresses and subnets. */
  readonly trustProxy: false | number | readonly string[];
  /** What whoever reads `/metrics` has to show; undefined: there is no such page. */
  readonly metricsToken: string | undefined;
  /** What this installation is registered as, at the platforms where owners sign in to connect a channel. */
  readonly signInClients: Readonly<Partial<Record<SignInKind, SignInClient>>>;
  /** Where uploads are kept when several machines share them; undefined: in the data folder. */
  readonly objectStore: ObjectStore | undefined;
  /** The ffmpeg to use instead of the one that is found. */
  readonly ffmpeg: { readonly ffmpegPath: string | undefined; readonly ffprobePath: string | undefined };
  /** Bytes that the uploads of a workspace may take up, with all that is made of them. */
  readonly quota: number;
  /** The program that writes down what is said, with its arguments; undefined: there is none. */
  readonly transcribeCommand: readonly string[] | undefined;
  /** What this installation runs, for people who look whether all machines run the same. */
  readonly release: string;
}

/** A bucket of an S3-compatible store, and the key to it. */
export interface ObjectStore {
  /** Origin of the store; buckets are addressed by path. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** A folder in the bucket, without slashes at its ends; empty for the bucket itself. */
  readonly folder: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Settings of a process that is up: the database and the secret are known. */
export interface Settings extends StartSettings {
  readonly databaseUrl: string;
  readonly secret: string;
}

/** Thrown with one sentence a wrong setting, all of them at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const ownVersion = (JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }).version;

type Place = Omit<ObjectStore, 'accessKey' | 'secretKey'>;
type Environment = Readonly<Record<string, string | undefined>>;
const wrong = Symbol('wrong');

/**
 * Settings for the launcher: neither database nor secret need be set, and nothing on the disk is touched.
 * Throws SettingsError naming every wrong setting.
 */
export function readStartSettings(env: Environment): StartSettings {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | typeof wrong): T => {
    const text = env[name]?.trim();
    // An empty variable is what compose files and CI leave behind for "not set".
    if (!text) return fallback;
    const value = parse(text);
    if (value !== wrong) return value;
    problems.push(sentence(name, text));
    return fallback;
  };

  const port = read('PORT', 4400, (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : wrong));
  const settings: StartSettings = {
    port,
    host: read('MOBILISE_HOST', '127.0.0.1', (text) =>
      /^(localhost|[\d.]+|[\da-f:.]*:[\da-f:.]*)$/i.test(text) ? text : wrong,
    ),
    publicUrl: read('MOBILISE_URL', `http://localhost:${port}`, parseOrigin),
    databaseUrl: read<string | undefined>('DATABASE_URL', undefined, parseDatabaseUrl),
    dataFolder: read('MOBILISE_DATA', join(checkout, '.mobilise'), (text) =>
      isAbsolute(text) ? resolve(text) : wrong,
    ),
    secret: read<string | undefined>('MOBILISE_SECRET', undefined, (text) => (text.length >= 32 ? text : wrong)),
    logLevel: read<LogLevel>('LOG_LEVEL', 'info', (text) => logLevels.find((level) => level === text) ?? wrong),
    allowPrivateAddresses: read('MOBILISE_ALLOW_PRIVATE_ADDRESSES', false, (text) =>
      text === 'true' ? true : text === 'false' ? false : wrong,
    ),
    trustProxy: read<StartSettings['trustProxy']>('MOBILISE_TRUST_PROXY', false, parseProxies),
    metricsToken: read<string | undefined>('MOBILISE_METRICS_TOKEN', undefined, (text) =>
      text.length >= 16 ? text : wrong,
    ),
    signInClients: readClients(env, problems, read),
    objectStore: withKey(env, problems, read<Place | undefined>('MOBILISE_STORAGE', undefined, parseStorage)),
    ffmpeg: {
      ffmpegPath: read<string | undefined>('FFMPEG_PATH', undefined, parsePath),
      ffprobePath: read<string | undefined>('FFPROBE_PATH', undefined, parsePath),
    },
    quota:
      read('MOBILISE_QUOTA_GB', 100, (text) =>
        /^\d{1,6}(\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Number(text) : wrong,
      ) *
      1024 ** 3,
    transcribeCommand: read<readonly string[] | undefined>('TRANSCRIBE_COMMAND', undefined, parseCommand),
    release: read('MOBILISE_RELEASE', ownVersion, (text) => (/^[\w.+-]{1,60}$/.test(text) ? text : wrong)),
  };
  if (problems.length > 0) throw new SettingsError(problems);
  return Object.freeze(settings);
}

/**
 * Settings for the API, the publisher and scripts: as readStartSettings, with a database and a secret.
 * The secret comes from MOBILISE_SECRET, else from the key file, which is made when it does not exist.
 */
export function readSettings(env: Environment): Settings {
  const settings = readStartSettings(env);
  const { databaseUrl } = settings;
  if (!databaseUrl) {
    throw new SettingsError([
      'DATABASE_URL is not set: run npm start, which brings its own PostgreSQL, or name a server.',
    ]);
  }
  return Object.freeze({ ...settings, databaseUrl, secret: settings.secret ?? keyFromFile(settings.dataFolder) });
}

/** Makes the data folder when it is missing and takes everyone else's access away; returns its path. */
export function openDataFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/** The secret kept in the data folder: 64 hexadecimal characters, made once, readable by its owner alone. */
export function keyFromFile(dataFolder: string): string {
  const file = join(openDataFolder(dataFolder), 'secret.key');
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Two processes may make it at the same moment: the first one's key counts.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  chmodSync(file, 0o600);
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < 32) {
    throw new SettingsError([
      `The key file ${file} is damaged: put the original back, or delete it and connect every channel again.`,
    ]);
  }
  return key;
}

function parsePath(text: string): string | typeof wrong {
  return isAbsolute(text) ? text : wrong;
}

/** `whisper --model "my model" {input}` → its words. No shell ever sees it. */
function parseCommand(text: string): readonly string[] | typeof wrong {
  const words = [...text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)];
  const rest = text.replace(/"[^"]*"|'[^']*'|[^\s"']+/g, '').trim();
  return words.length > 0 && rest === ''
    ? words.map(([, double, single, bare]) => double ?? single ?? bare ?? '')
    : wrong;
}

function sentence(name: string, text: string): string {
  const allowed = settingsTable.find((entry) => entry.name === name)?.allowed ?? '';
  // A secret or a password must not end up in a terminal's scrollback or in a log.
  const isSecret =
    ['MOBILISE_SECRET', 'DATABASE_URL', 'MOBILISE_METRICS_TOKEN', 'MOBILISE_STORAGE'].includes(name) ||
    name.endsWith('_CLIENT_SECRET');
  const shown = isSecret ? 'Its value' : `"${text}"`;
  return `${name} is wrong. ${shown} is not ${name === 'LOG_LEVEL' ? `one of ${allowed}` : allowed}.`;
}

type Read = <T>(name: string, fallback: T, parse: (text: string) => T | typeof wrong) => T;

/** A client without its secret could only fail at the platform, so it is told at the start. `<KIND>_URL` names a fake, for tests. */
function readClients(env: Environment, problems: string[], read: Read): StartSettings['signInClients'] {
  const printable = (text: string) => (/^[\x21-\x7e]{1,500}$/.test(text) ? text : wrong);
  const clients: Partial<Record<SignInKind, SignInClient>> = {};
  for (const kind of Object.keys(signInKinds) as SignInKind[]) {
    const names = [clientVariable(kind, 'ID'), clientVariable(kind, 'SECRET')] as const;
    const [id, secret] = names.map((name) => read<string | undefined>(name, undefined, printable));
    const origin = read<string | null>(`${kind.toUpperCase()}_URL`, null, parseOrigin);
    if (id && secret) clients[kind] = { id, secret, origin };
    const missing = names.filter((name) => !env[name]?.trim());
    if (missing.length === 1)
      problems.push(`${missing[0]} is not set, and the other of the two is: set both, or neither.`);
  }
  return clients;
}

function parseOrigin(text: string): string | typeof wrong {
  if (!URL.canParse(text)) return wrong;
  const url = new URL(text);
  const plain = url.pathname === '/' && !url.search && !url.hash && !url.username;
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : wrong;
}

function parseDatabaseUrl(text: string): string | typeof wrong {
  return /^postgres(ql)?:\/\/.+/.test(text) && URL.canParse(text) ? text : wrong;
}

/** `s3://bucket/folder?endpoint=…&region=…`. A key in the address is refused: addresses end up in logs. */
function parseStorage(text: string): Place | typeof wrong {
  if (!URL.canParse(text)) return wrong;
  const { protocol, host, username, pathname, searchParams } = new URL(text);
  const unknown = [...searchParams.keys()].some((name) => name !== 'endpoint' && name !== 'region');
  if (protocol !== 's3:' || username || unknown || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(host)) return wrong;
  const folder = pathname.replace(/^\/|\/$/g, '');
  const region = searchParams.get('region') ?? 'us-east-1';
  const endpoint = parseOrigin(searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`);
  if (endpoint === wrong || !/^[a-z0-9-]+$/.test(region) || !/^[\w-]*(\/[\w-]+)*$/.test(folder)) return wrong;
  return { endpoint, region, bucket: host, folder };
}

function withKey(env: Environment, problems: string[], place: Place | undefined): ObjectStore | undefined {
  if (!place) return undefined;
  const [accessKey = '', secretKey = ''] = ['MOBILISE_STORAGE_KEY', 'MOBILISE_STORAGE_SECRET'].map((name) =>
    env[name]?.trim(),
  );
  if (!accessKey || !secretKey)
    problems.push('MOBILISE_STORAGE needs its key: set MOBILISE_STORAGE_KEY and MOBILISE_STORAGE_SECRET as well.');
  return { ...place, accessKey, secretKey };
}

function parseProxies(text: string): StartSettings['trustProxy'] | typeof wrong {
  if (text === 'none') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text) === 0 ? false : Number(text);
  const proxies = text.split(',').map((part) => part.trim());
  const known = /^(loopback|linklocal|uniquelocal|[\d.]+(\/\d{1,2})?|[\da-f:.]*:[\da-f:.]*(\/\d{1,3})?)$/i;
  return proxies.every((proxy) => known.test(proxy)) ? proxies : wrong;
}
