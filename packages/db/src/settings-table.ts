import { signInKinds } from '@mobilise/contracts/sign-in-kinds';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

interface SettingRow {
  readonly name: string;
  readonly default: string;
  readonly allowed: string;
  readonly meaning: string;
}

/** One row a setting, in the order in which the README lists them. */
export const settingsTable: readonly SettingRow[] = [
  row('PORT', '4400', 'a whole number from 0 to 65535', 'Port of the one address; 0 takes any free port.'),
  row(
    'MOBILISE_HOST',
    '127.0.0.1',
    'an IP address or localhost',
    'Address to listen on; 0.0.0.0 serves the whole network.',
  ),
  row(
    'MOBILISE_URL',
    'http://localhost:<PORT>',
    'an http or https origin without a path',
    'Public address, used in links, feeds and cookies.',
  ),
  row(
    'DATABASE_URL',
    'an embedded PostgreSQL',
    'a postgres:// or postgresql:// address',
    'PostgreSQL 15 or later to use instead of the embedded one.',
  ),
  row(
    'MOBILISE_DATA',
    '<checkout>/.mobilise',
    'an absolute path',
    'Data folder: database, uploads, logs and key; readable by its owner alone.',
  ),
  row(
    'MOBILISE_SECRET',
    'a key file in the data folder',
    'at least 32 characters',
    'Encrypts channel credentials and signs sessions. Losing it means connecting every channel and setting up two-step sign-in again.',
  ),
  row('LOG_LEVEL', 'info', logLevels.join(', '), 'How much the logs in the data folder say.'),
  row(
    'MOBILISE_ALLOW_PRIVATE_ADDRESSES',
    'false',
    'true or false',
    'Lets channels connect to loopback and private addresses, and shows be taken over from there.',
  ),
  row(
    'MOBILISE_TRUST_PROXY',
    'none',
    'none, a number of proxies, or a comma-separated list of addresses and subnets',
    'Proxies whose X-Forwarded-For header is believed.',
  ),
  row(
    'MOBILISE_METRICS_TOKEN',
    'no metrics',
    'at least 16 characters',
    'Opens /metrics (Prometheus) to who sends it as a bearer token.',
  ),
  ...Object.entries(signInKinds).flatMap(([kind, label]) => {
    const allowed = 'printable characters without spaces';
    return [
      row(clientVariable(kind, 'ID'), 'none', allowed, `Client ID of your app at ${label}.`),
      row(clientVariable(kind, 'SECRET'), 'none', allowed, `Client secret of your app at ${label}.`),
    ];
  }),
  row(
    'MOBILISE_STORAGE',
    'the data folder',
    's3://bucket or s3://bucket/folder, with ?endpoint=https://…&region=… where it is not Amazon in us-east-1',
    'An S3-compatible store for uploads, which several machines share.',
  ),
  row('MOBILISE_STORAGE_KEY', 'none', 'an access key', 'The access key of that store.'),
  row('MOBILISE_STORAGE_SECRET', 'none', 'a secret key', 'The secret key of that store.'),
  row('FFMPEG_PATH', 'the system’s, or a built-in one', 'an absolute path', 'The ffmpeg that makes audio and video.'),
  row('FFPROBE_PATH', 'beside FFMPEG_PATH', 'an absolute path', 'The ffprobe that goes with it.'),
  row(
    'MOBILISE_QUOTA_GB',
    '100',
    'a number of gigabytes',
    'Room that a workspace has for its uploads and all that is made of them.',
  ),
  row(
    'TRANSCRIBE_COMMAND',
    'none',
    'a command with its arguments, quoted as in a shell',
    'Writes down what is said: it gets a WAV file (16 kHz, mono) in place of {input} or as its last argument, and writes WebVTT to its output.',
  ),
  row('MOBILISE_RELEASE', 'the version in package.json', 'a short name', 'What the publishers say that they run.'),
];

/** The variable that names a part of what this installation is registered as, at a platform. */
export function clientVariable(kind: string, part: 'ID' | 'SECRET'): string {
  return `MOBILISE_${kind.toUpperCase()}_CLIENT_${part}`;
}

function row(name: string, fallback: string, allowed: string, meaning: string): SettingRow {
  return { name, default: fallback, allowed, meaning };
}
