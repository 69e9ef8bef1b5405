import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { type Connection, connect } from '../packages/db/src/connect.ts';
import { checkout } from '../packages/db/src/settings.ts';
import { startTestServer } from '../packages/db/src/testing.ts';
import { startS3 } from './s3.ts';

/** One process of the cluster: an API's own address, and the way to end it as a container is ended. */
export interface Node {
  url: string;
  pid: number;
  stop: () => Promise<number | null>;
}

export interface Cluster {
  apis: Node[];
  publishers: Node[];
  /** The proxy in front of the APIs; each connection goes to the next one. */
  url: string;
  /** Connections that each API got from it. */
  served: number[];
  database: Connection;
  setupUrl: string;
  close: () => Promise<void>;
}

/**
 * What `deploy/compose.yaml` describes, as processes: an empty PostgreSQL, a store of files without a bucket, what is run once
 * (migrations twice at the same time, for two may be started), two APIs and three publishers, each with a data folder of its
 * own, and a proxy that takes turns.
 */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-cluster-'));
  const [server, s3] = await Promise.all([startTestServer(), startS3()]);
  const url = new URL(server.templateUrl);
  const admin = connect(url.href, { max: 1 });
  url.pathname = `/cluster_${randomBytes(6).toString('hex')}`;
  await admin.sql.unsafe(`create database ${url.pathname.slice(1)}`);
  await admin.end();
  const served = [0, 0];
  const apis: Node[] = [];
  const proxy = await startProxy(apis, served);

  const { endpoint, region, bucket, folder: below, accessKey, secretKey } = s3.place;
  let nodes = 0;
  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DATABASE_URL: url.href,
    MOBILISE_DATA: join(folder, `${nodes++}`),
    MOBILISE_SECRET: 'the one secret that all machines of a cluster have',
    MOBILISE_URL: proxy.url,
    MOBILISE_STORAGE: `s3://${bucket}/${below}?endpoint=${endpoint}&region=${region}`,
    MOBILISE_STORAGE_KEY: accessKey,
    MOBILISE_STORAGE_SECRET: secretKey,
    MOBILISE_METRICS_TOKEN: 'only for the one who watches',
    MOBILISE_ALLOW_PRIVATE_ADDRESSES: 'true',
    LOG_LEVEL: 'error',
    PORT: '0',
  });
  const once = (script: string) => run(script, environment());
  await Promise.all(['scripts/migrate.ts', 'scripts/migrate.ts', 'scripts/make-bucket.ts'].map(once));
  const start = (script: string) => startNode(script, environment());
  const [one, two, ...publishers] = await Promise.all([
    ...['api', 'api', 'publisher', 'publisher', 'publisher'].map((name) => start(`apps/${name}/src/main.ts`)),
  ]);
  apis.push(...[one, two].filter((node) => node !== undefined));
  return {
    apis,
    publishers,
    url: proxy.url,
    served,
    database: connect(url.href),
    setupUrl: (await once('apps/api/src/setup-link.ts')).trim(),
    close: async () => {
      await Promise.all([...apis, ...publishers].map((node) => node.stop()));
      await proxy.close();
      await s3.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a script to its end; answers what it printed. */
async function run(script: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [script], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const printed = await text(child.stdout);
  if ((await ended) !== 0) throw new Error(`${script} failed`);
  return printed;
}

function startNode(script: string, env: NodeJS.ProcessEnv): Promise<Node> {
  const child: ChildProcess = spawn(process.execPath, [script], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return new Promise((resolve, reject) => {
    child.once('message', ({ url = '' }: { url?: string }) =>
      resolve({ url: url.replace('localhost', '127.0.0.1'), pid: child.pid ?? 0, stop }),
    );
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)));
  });
}

/** Passes each connection to the next API, bytes as they are: it knows nothing of HTTP, so nothing sticks to anybody. */
async function startProxy(
  apis: readonly Node[],
  served: number[],
): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    const index = turn++ % apis.length;
    const api = connectTo(Number(new URL(apis[index]?.url ?? '').port), '127.0.0.1');
    served[index] = (served[index] ?? 0) + 1;
    for (const [from, to] of [
      [client, api],
      [api, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => sockets.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface Answer {
  status: number;
  cookie: string;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON there is; the tests look at it.
  json: any;
}

/** One request on a connection of its own, so that a proxy of connections takes turns between requests. */
export async function ask(
  method: string,
  url: string,
  { cookie, body, headers = {} }: { cookie?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const raw = body instanceof Uint8Array ? body : body === undefined ? undefined : JSON.stringify(body);
  const sent = request(url, {
    method,
    agent: false,
    headers: {
      ...(raw !== undefined && { 'content-type': 'application/json' }),
      ...(cookie && { cookie }),
      ...headers,
    },
  });
  sent.end(raw);
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  const bytes = await buffer(response);
  const isJson = response.headers['content-type']?.includes('json');
  return {
    status: response.statusCode ?? 0,
    cookie: (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; '),
    headers: response.headers,
    bytes,
    json: isJson ? JSON.parse(String(bytes)) : undefined,
  };
}
