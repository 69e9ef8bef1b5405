import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Place } from './s3-requests.ts';

/** Objects in one answer of a list: a real store gives 1000. */
const pageSize = 2;

interface Answer {
  status: number;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

const refusal = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Said by the fake</Message></Error>`,
});

/**
 * A store in memory that answers as Amazon's documents say (Signature Version 4, PutObject, GetObject with ranges,
 * ListObjectsV2 with pages; read 2026-11-26). It checks signatures by its own code, and the hash of what it is given.
 */
export async function s3Fake() {
  const buckets = new Map<string, Map<string, { bytes: Buffer; at: Date }>>();
  const place: S3Place = {
    endpoint: '',
    region: 'eu-west-2',
    bucket: 'riverside',
    folder: 'mobilise/media',
    accessKey: 'AKIAFAKE',
    secretKey: 'the secret key of the fake',
  };
  /** Answers given instead, oldest first: a store that is busy or broken. */
  const instead: Answer[] = [];
  const asked: string[] = [];

  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const { status, body: answer = '', headers } = instead.shift() ?? respond(request, body);
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status, headers).end(request.method === 'HEAD' ? '' : answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  place.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const respond = (request: IncomingMessage, body: Buffer): Answer => {
    const url = new URL(request.url ?? '/', place.endpoint);
    const refused = judge(request, url, place);
    if (refused) return refusal(403, refused);
    if (request.headers['x-amz-content-sha256'] !== createHash('sha256').update(body).digest('hex'))
      return refusal(400, 'XAmzContentSHA256Mismatch');
    const [, name = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    const key = rest.join('/');
    const bucket = buckets.get(name);
    if (!key && request.method === 'PUT') {
      buckets.set(name, new Map());
      return { status: 200 };
    }
    if (!bucket) return refusal(404, 'NoSuchBucket');
    if (!key) return request.method === 'HEAD' ? { status: 200 } : list(bucket, url.searchParams);
    if (request.method === 'DELETE') {
      bucket.delete(key);
      return { status: 204 };
    }
    if (request.method === 'PUT') {
      if (request.headers['content-length'] === undefined) return refusal(411, 'MissingContentLength');
      bucket.set(key, { bytes: body, at: new Date() });
      return { status: 200 };
    }
    const object = bucket.get(key);
    if (!object) return refusal(404, 'NoSuchKey');
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const headers = { 'last-modified': object.at.toUTCString() };
    if (from === undefined) return { status: 200, body: object.bytes, headers };
    if (Number(from) >= object.bytes.length) return refusal(416, 'InvalidRange');
    return { status: 206, body: object.bytes.subarray(Number(from), to ? Number(to) + 1 : undefined) };
  };

  return {
    place,
    buckets,
    /** What was asked so far: `GET /riverside/…`. */
    asked,
    /** Answers the next requests with these instead. */
    fail: (...answers: Answer[]) => instead.push(...answers),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function list(bucket: Map<string, { bytes: Buffer; at: Date }>, query: URLSearchParams): Answer {
  const after = query.get('continuation-token') ?? '';
  const keys = [...bucket.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
  const shown = keys.slice(0, pageSize);
  const contents = shown.map((key) => {
    const { bytes, at } = bucket.get(key) ?? { bytes: Buffer.of(), at: new Date(0) };
    return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
  });
  const next = keys.length > shown.length ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : '';
  return { status: 200, body: `<?xml version="1.0"?><ListBucketResult>${contents.join('')}${next}</ListBucketResult>` };
}

/** What is wrong with a Signature Version 4 in headers, as Amazon's documents describe it, by node:crypto alone; null when nothing is. */
function judge({ method, headers }: IncomingMessage, url: URL, place: S3Place): string | null {
  const [, credential = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const [accessKey, day = '', region, service] = credential.split('/');
  if (accessKey !== place.accessKey) return 'InvalidAccessKeyId';
  if (region !== place.region || service !== 's3') return 'AuthorizationHeaderMalformed';
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort();
  const canonical = [
    method,
    url.pathname,
    query.join('&'),
    ...names.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    names,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${headers['x-amz-date']}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
  const key = [day, place.region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${place.secretKey}`);
  return hmac(key, text).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}
