import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '@mobilise/db/settings';
import { onEnd } from './clean-up.ts';
import { type Client, createClient } from './client.ts';

/** The whole product, running. */
export interface Product {
  url: string;
  /** The launcher; API, publisher and an embedded PostgreSQL are below it. */
  pid: number;
  /** One-time address for the first owner. */
  setupUrl: string;
  stop: () => Promise<void>;
}

/** What a set-up product gives to work with. */
export interface Desk {
  workspaceId: string;
  /** Of the newsroom site that came with the workspace. */
  newsroomId: string;
  newsroomSlug: string;
  /** Cookies of the owner's session, as `name=value`. */
  cookies: string[];
  /** Speaks with an API key of an owner's role; paths start below `/api/v1/workspaces/<id>`. */
  api: Client;
}

/** Longest a start may take: it may have to build the web app. */
const patience = 180_000;

/**
 * Starts Mobilise as `npm start` does, on a free port and with a data folder of its own. Without `databaseUrl` it brings
 * its own PostgreSQL. It ends with this process, however that ends.
 */
export async function startProduct({ databaseUrl, web }: { databaseUrl?: string; web: boolean }): Promise<Product> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'mobilise-bench-'));
  // What is set on this machine must not reach what is measured.
  const { DATABASE_URL, MOBILISE_URL, MOBILISE_SECRET, LOG_LEVEL, NODE_ENV, ...env } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs', ...(web ? [] : ['--without-web'])], {
    cwd: checkout,
    env: {
      ...env,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      PORT: '0',
      MOBILISE_DATA: dataFolder,
      MOBILISE_ALLOW_PRIVATE_ADDRESSES: 'true',
      // The launcher follows who started it when that is npm; here it is to follow the benchmark.
      npm_lifecycle_event: 'start',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = onEnd(async () => {
    await end(child);
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const links = await readyLinks(child).catch(async (error: unknown) => {
    const logs = ['api', 'publisher'].map((name) => lastLines(join(dataFolder, 'logs', `${name}.log`)));
    await stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${logs.join('\n')}`);
  });
  return { ...links, pid: child.pid ?? 0, stop };
}

/** Makes the first owner with a workspace, and an API key for it. */
export async function setUp({ url, setupUrl }: Pick<Product, 'url' | 'setupUrl'>): Promise<Desk> {
  const answer = await createClient(url).send('POST', '/api/v1/setup', {
    token: new URL(setupUrl).searchParams.get('token'),
    name: 'Olive Owner',
    email: 'olive@example.org',
    password: 'correct horse battery',
    workspace: { name: 'Fern Hill Hospice', zone: 'Europe/London' },
  });
  if (answer.status !== 201) throw new Error(`Setting up: ${answer.status} ${answer.body}`);
  const { workspaceId } = JSON.parse(answer.body.toString()) as { workspaceId: string };
  const cookies = [answer.headers['set-cookie'] ?? []].flat().map((cookie) => cookie.split(';')[0] ?? '');
  const base = `${url}/api/v1/workspaces/${workspaceId}`;
  const owner = createClient(base, { Cookie: cookies.join('; ') });
  const { secret } = await owner.call<{ secret: string }>('POST', '/api-keys', { name: 'Benchmark', role: 'owner' });
  const api = createClient(base, { Authorization: `Bearer ${secret}` });
  const { data } = await api.call<{ data: { id: string; kind: string; config: { slug: string } }[] }>(
    'GET',
    '/channels',
  );
  const newsroom = data.find(({ kind }) => kind === 'newsroom');
  if (!newsroom) throw new Error('The new workspace has no newsroom site');
  return { workspaceId, newsroomId: newsroom.id, newsroomSlug: newsroom.config.slug, cookies, api };
}

function readyLinks(child: ChildProcess): Promise<{ url: string; setupUrl: string }> {
  let output = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Mobilise was not ready in time:\n${output}`)), patience);
    const read = (chunk: Buffer) => {
      output += chunk;
      const url = /Mobilise is ready: (\S+)/.exec(output)?.[1];
      const setupUrl = /(\S+\/setup\?token=\S+)/.exec(output)?.[1];
      if (!url || !setupUrl) return;
      clearTimeout(late);
      resolve({ url, setupUrl });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Mobilise ended with code ${code} before it was ready:\n${output}`)));
  });
}

function lastLines(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(-20).join('\n');
  } catch {
    return '';
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
