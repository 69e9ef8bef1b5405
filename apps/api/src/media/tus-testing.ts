import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset } from '@mobilise/contracts/media';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { assets } from '@mobilise/db/schema/media';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { eq } from 'drizzle-orm';
import { Upload } from 'tus-js-client';
import { type Caller, testApi } from '../testing.ts';

/** An API with a workspace in it, to which files are uploaded piece by piece. */
export async function testResumable() {
  const api = await testApi();
  const { db, sql, storage } = api.context;
  const { workspaceId, owner } = await api.setUp();
  const folder = join(api.settings.dataFolder, 'uploads');
  const sharp = await loadSharp();

  /** A picture of about 200 kB that no other test has. */
  function picture(): Promise<Buffer> {
    const noise = randomBytes(300 * 220 * 3);
    return sharp(noise, { raw: { width: 300, height: 220, channels: 3 } })
      .png()
      .toBuffer();
  }

  const uploadsPath = (workspace = workspaceId) => `/api/v1/workspaces/${workspace}/uploads`;
  const metadata = (fields: Record<string, string>) =>
    Object.entries(fields)
      .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
      .join(',');
  const png = { filename: 'ward.png', filetype: 'image/png' };

  /** One request of the protocol. */
  const tus = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Uint8Array,
    { caller = owner, url = api.url }: { caller?: Caller; url?: string } = {},
  ) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        'Tus-Resumable': '1.0.0',
        ...caller.headers,
        ...(body && { 'Content-Type': 'application/offset+octet-stream' }),
        ...headers,
      },
      ...(body && { body: new Uint8Array(body) }),
    });
  const begin = async (size: number, fields: Record<string, string> = png, path = uploadsPath()) => {
    const response = await tus('POST', path, { 'Upload-Length': String(size), 'Upload-Metadata': metadata(fields) });
    return { response, at: response.headers.get('location') ?? '' };
  };
  const send = (at: string, offset: number, bytes: Uint8Array, headers: Record<string, string> = {}) =>
    tus('PATCH', at, { 'Upload-Offset': String(offset), ...headers }, bytes);
  const offsetOf = async (at: string) => Number((await tus('HEAD', at)).headers.get('upload-offset'));
  const problem = async (response: Response) => {
    const details = (await response.json()) as ProblemDetails;
    return [response.status, details.code, response.headers.get('content-type')];
  };
  const problemType = 'application/problem+json; charset=utf-8';
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const rowsOf = async (id: string) => (await db.select().from(assets).where(eq(assets.id, id))).length;
  const jobsFor = async (id: string) =>
    (await sql`select 1 from pgboss.job where name like 'render%' and data->>'assetId' = ${id}`).length;

  /** The upload that a real client makes of some bytes. */
  const byClient = (bytes: Buffer, options: Partial<ConstructorParameters<typeof Upload>[1]> = {}, url = api.url) =>
    new Promise<{ asset: Asset; url: string }>((resolve, reject) => {
      const upload = new Upload(bytes, {
        endpoint: `${url}${uploadsPath()}`,
        headers: owner.headers,
        metadata: png,
        chunkSize: 64 * 1024,
        retryDelays: null,
        ...options,
        onError: reject,
        onSuccess: ({ lastResponse }) =>
          resolve({ asset: JSON.parse(lastResponse.getBody() || 'null') as Asset, url: upload.url ?? '' }),
      });
      upload.start();
    });
  return {
    api,
    db,
    sql,
    storage,
    workspaceId,
    owner,
    folder,
    picture,
    uploadsPath,
    metadata,
    png,
    tus,
    begin,
    send,
    offsetOf,
    problem,
    problemType,
    files,
    rowsOf,
    jobsFor,
    byClient,
  };
}
