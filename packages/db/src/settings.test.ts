import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings, readStartSettings, SettingsError } from './settings.ts';
import { settingsTable } from './settings-table.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobilise-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const problems = (env: Record<string, string>): readonly string[] => {
  try {
    readStartSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('need none to be set', () => {
    expect(readStartSettings({})).toMatchObject({
      port: 4400,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4400',
      databaseUrl: undefined,
      logLevel: 'info',
      allowPrivateAddresses: false,
      trustProxy: false,
    });
  });

  it('know a platform’s client whole or not at all, and never tell its secret', () => {
    const id = { MOBILISE_LINKEDIN_CLIENT_ID: '86abc' };
    const both = { ...id, MOBILISE_LINKEDIN_CLIENT_SECRET: 'WPL_AP1.x' };
    expect(readStartSettings({}).signInClients).toEqual({});
    expect(readStartSettings(both).signInClients).toEqual({
      linkedin: { id: '86abc', secret: 'WPL_AP1.x', origin: null },
    });
    expect(problems(id)).toEqual([expect.stringMatching(/^MOBILISE_LINKEDIN_CLIENT_SECRET is not set/)]);
    const said = problems({ ...id, MOBILISE_LINKEDIN_CLIENT_SECRET: 'two hunter2 words' });
    expect(said).toEqual([expect.stringMatching(/^MOBILISE_LINKEDIN_CLIENT_SECRET is wrong/)]);
    expect(said.join()).not.toContain('hunter2');
  });

  it('take an empty variable for one that is not set', () => {
    expect(readStartSettings({ PORT: '', LOG_LEVEL: ' ' })).toEqual(readStartSettings({}));
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readStartSettings({}))).toBe(true);
  });

  it('derive the public address from the port, unless it is given', () => {
    expect(readStartSettings({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
    expect(readStartSettings({ PORT: '8080', MOBILISE_URL: 'https://news.example.org/' }).publicUrl).toBe(
      'https://news.example.org',
    );
  });

  it('believe the proxies they are told of', () => {
    expect(readStartSettings({ MOBILISE_TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(readStartSettings({ MOBILISE_TRUST_PROXY: '10.0.0.0/8, loopback' }).trustProxy).toEqual([
      '10.0.0.0/8',
      'loopback',
    ]);
    expect(readStartSettings({ MOBILISE_TRUST_PROXY: 'none' }).trustProxy).toBe(false);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', 'web'],
    ['PORT', '-1'],
    ['MOBILISE_HOST', 'my host'],
    ['MOBILISE_URL', 'news.example.org'],
    ['MOBILISE_URL', 'https://example.org/news'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['MOBILISE_DATA', 'somewhere'],
    ['MOBILISE_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['MOBILISE_ALLOW_PRIVATE_ADDRESSES', 'yes'],
    ['MOBILISE_TRUST_PROXY', 'everybody'],
    ['MOBILISE_STORAGE', '/srv/media'],
    ['MOBILISE_STORAGE', 's3://Bucket'],
    ['MOBILISE_STORAGE', 's3://key:secret@bucket'],
    ['MOBILISE_STORAGE', 's3://bucket/../other?endpoint=https://store.example.org/path'],
    ['MOBILISE_STORAGE', 's3://bucket?endpont=https://store.example.org'],
    ['MOBILISE_RELEASE', 'a release with spaces'],
  ])('refuse %s=%s in one sentence that names it and says what is allowed', (name, value) => {
    const row = settingsTable.find((entry) => entry.name === name);
    expect(problems({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} is wrong\\. .*\\.$`))]);
    expect(problems({ [name]: value })[0]).toContain(row?.allowed);
  });

  it('name a store of objects, which is Amazon’s unless another is given', () => {
    const key = { MOBILISE_STORAGE_KEY: 'AKIA', MOBILISE_STORAGE_SECRET: 'hunter2' };
    const store = (address: string) => readStartSettings({ MOBILISE_STORAGE: address, ...key }).objectStore;
    expect(readStartSettings({}).objectStore).toBeUndefined();
    expect(store('s3://riverside-media')).toEqual({
      endpoint: 'https://s3.us-east-1.amazonaws.com',
      region: 'us-east-1',
      bucket: 'riverside-media',
      folder: '',
      accessKey: 'AKIA',
      secretKey: 'hunter2',
    });
    expect(store('s3://riverside/mobilise/media/?endpoint=http://storage:8333&region=eu-west-2')).toMatchObject({
      endpoint: 'http://storage:8333',
      region: 'eu-west-2',
      folder: 'mobilise/media',
    });
  });

  it('ask for the key of a store that is named without one', () => {
    expect(problems({ MOBILISE_STORAGE: 's3://riverside', MOBILISE_STORAGE_KEY: 'AKIA' })).toEqual([
      expect.stringContaining('MOBILISE_STORAGE_SECRET'),
    ]);
  });

  it('report every wrong one at once', () => {
    expect(problems({ PORT: 'x', LOG_LEVEL: 'x', MOBILISE_DATA: 'x' })).toHaveLength(3);
  });

  it('never repeat a secret or a password', () => {
    const said = problems({ MOBILISE_SECRET: 'hunter2', DATABASE_URL: 'pg://me:hunter2@host/db' }).join();
    expect(said).not.toContain('hunter2');
  });

  it('make a key once, for its owner’s eyes only', () => {
    const env = { DATABASE_URL: 'postgres://localhost/x', MOBILISE_DATA: join(folder, 'data') };
    const first = readSettings(env).secret;
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(readSettings(env).secret).toBe(first);
    expect(readFileSync(join(folder, 'data/secret.key'), 'utf8').trim()).toBe(first);
    expect(statSync(join(folder, 'data/secret.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  it('refuse a damaged key instead of making another, which would lock every credential away', () => {
    writeFileSync(join(folder, 'secret.key'), '');
    expect(() => readSettings({ DATABASE_URL: 'postgres://localhost/x', MOBILISE_DATA: folder })).toThrow('is damaged');
  });

  it('tell a process without a database what to do', () => {
    expect(() => readSettings({ MOBILISE_DATA: folder })).toThrow('DATABASE_URL is not set');
  });
});
