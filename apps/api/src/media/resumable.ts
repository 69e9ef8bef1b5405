import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import type { Asset } from '@mobilise/contracts/media';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import { uploadHours, uploadMetadata } from '@mobilise/contracts/uploads';
import { sniff } from '@mobilise/media-processing/sniff';
import { MemoryLocker, Server } from '@tus/server';
import type { Scope } from '../scope.ts';
import type { Exchange } from '../serve.ts';
import { baseName, keep, keptAs, type Uploads } from './keep.ts';
import { mostBytes, mostFor } from './look.ts';
import { roomBesideOrThrow } from './quota.ts';
import { asProblem, emptyFile, tooLarge } from './refusals.ts';
import { replaceableOrThrow } from './replace.ts';
import { answerWith, letGoBy, problemOf, requestOf } from './tus-exchange.ts';
import { checksumAlgorithms, checksumOf, UploadStore } from './upload-store.ts';

/** Unfinished uploads that one person may have. */
const mostUnfinished = 200;
const hour = 3_600_000;
/** Milliseconds that a request waits for another to let go of an upload. */
const lockWait = 30_000;

/** Answers the requests of resumable uploads, whose scope has been checked. */
export interface Resumable {
  answer: (scope: Scope, exchange: Exchange) => Promise<void>;
  /** Forgets what nobody went on with for a day. */
  sweep: (now: Date) => Promise<void>;
}

/**
 * Resumable uploads by the tus protocol. An unfinished one lies in a folder of its workspace and its person, so nobody else can
 * name it; what is known of it is beside it, so it outlives the process. When its last byte is in it becomes the upload of the
 * library with the same id, once, whoever asks how often: a row with that id says that it is done.
 */
export function resumableUploads(uploads: Uploads, folder: string): Resumable {
  const store = new UploadStore(folder, uploadHours * hour);
  const finishing = new Map<string, Promise<Asset>>();
  let swept = 0;

  /** Checks what is asked for before a byte of it comes, and answers what is kept of its metadata. */
  const begin = async (scope: Scope, metadata: Record<string, string | null> | undefined, size = 0) => {
    const read = uploadMetadata.safeParse({ ...metadata });
    if (!read.success) {
      const fields = read.error.issues.map(({ path, message }) => ({ field: `metadata.${path.join('.')}`, message }));
      throw new Problem('invalid_request', fields.map(({ field, message }) => `${field}: ${message}`)[0] ?? '', {
        fields,
      });
    }
    const { filename, filetype, replaces } = read.data;
    if (size === 0) throw emptyFile();
    const most = mostFor(filetype);
    if (size > most) throw tooLarge(most);
    if (replaces) await replaceableOrThrow(scope, replaces, filetype);
    const found = await store.below(scope.workspaceId);
    const unfinished = found.map((one) => ({ ...one, isOwn: one.id.startsWith(homeOf(scope)) }));
    if (unfinished.filter(({ isOwn }) => isOwn).length >= mostUnfinished)
      throw new Problem('too_many_requests', 'You have 200 unfinished uploads. Finish or give up some of them first.');
    await roomBesideOrThrow(scope, uploads.quota, size, unfinished);
    return { filename: baseName(filename), filetype, ...(replaces && { replaces }) };
  };

  const finish = (scope: Scope, id: string): Promise<Asset> => {
    const running = finishing.get(id);
    if (running) return running;
    const made = keepWhole(scope, id).finally(() => finishing.delete(id));
    finishing.set(id, made);
    return made;
  };
  const keepWhole = async (scope: Scope, id: string): Promise<Asset> => {
    try {
      const { size = 0, metadata } = await store.getUpload(id);
      const path = store.pathOf(id);
      const { filename = '', filetype, replaces } = metadata ?? {};
      return await keep(scope, uploads, {
        id: basename(id),
        path,
        stored: { sha256: await hashOf(path), bytes: size },
        filename: filename ?? '',
        claimedType: filetype ?? undefined,
        replaces: replaces ?? undefined,
      });
    } catch (error) {
      // It cannot become anything else, so what is refused is not kept for another try.
      if (error instanceof Problem && error.status < 500) await store.forget(id);
      throw error;
    }
  };

  /** What became of an upload that is whole; null while it is not. */
  const outcome = async (scope: Scope, id: string): Promise<Asset | null> => {
    const known = finishing.get(id) ?? (await keptAs(scope, basename(id)));
    if (known) return known;
    if (!(await isWhole(id))) return null;
    // Whoever still writes to it may yet take its last bytes back.
    const lock = locker.newLock(id);
    await lock.lock(AbortSignal.timeout(lockWait), () => undefined);
    try {
      const since = finishing.get(id) ?? (await keptAs(scope, basename(id)));
      return since ?? ((await isWhole(id)) ? await finish(scope, id) : null);
    } finally {
      await lock.unlock();
    }
  };
  const isWhole = async (id: string): Promise<boolean> => {
    const upload = await store.getUpload(id).catch(() => null);
    return upload?.offset !== undefined && upload.offset === upload.size;
  };

  const answer = async (scope: Scope, { request, response }: Exchange): Promise<void> => {
    const name = request.params['upload'];
    const id = typeof name === 'string' ? join(homeOf(scope), name) : null;
    const asked =
      request.headers['tus-resumable'] !== undefined && (request.method === 'HEAD' || request.method === 'PATCH');
    const done = id && asked ? await outcome(scope, id) : null;
    if (id && done) {
      await store.forget(id);
      return answerDone(done, { request, response });
    }
    if (scope.now.getTime() - swept > hour) {
      swept = scope.now.getTime();
      await store.sweep(new Date(swept - uploadHours * hour));
    }
    let problem: unknown = null;
    let whole: string | null = null;
    const server = new Server({
      path: '/uploads',
      datastore: store,
      locker,
      allowedOrigins: [],
      allowedHeaders: ['Upload-Checksum'],
      namingFunction: () => join(homeOf(scope), newId()),
      getFileIdFromRequest: () => id ?? undefined,
      generateUrl: (_request, { id }) => `/api/v1/workspaces/${scope.workspaceId}/uploads/${basename(id)}`,
      onUploadCreate: async (_request, { metadata, size }) => ({ metadata: await begin(scope, metadata, size) }),
      onUploadFinish: async (_request, { id }) => {
        const body = JSON.stringify(await finish(scope, id));
        whole = id;
        return {
          status_code: request.method === 'POST' ? 201 : 200,
          headers: { 'Content-Type': 'application/json' },
          body,
        };
      },
      onResponseError: (_request, error) => {
        problem = error;
        return undefined;
      },
    });
    const arrival = {
      checksum: checksumOf(request.get('upload-checksum')),
      lookAtHead: async (id: string, head: Buffer) => {
        try {
          await lookAtHead(await store.getUpload(id), head);
        } catch (error) {
          await store.forget(id);
          throw error;
        }
      },
    };
    const told = await store.arrival.run(arrival, () => server.handleWeb(requestOf(request)));
    // Only now: the library looks at it once more after it is whole.
    if (whole) await store.forget(whole);
    if (problem !== null || told.status >= 400) {
      letGoBy(request);
      throw problemOf(problem, told.status);
    }
    if (request.method === 'OPTIONS') told.headers.set('Tus-Checksum-Algorithm', checksumAlgorithms.join(','));
    await answerWith(told, { request, response });
  };

  return { answer, sweep: (now) => store.sweep(new Date(now.getTime() - uploadHours * hour)) };
}

/** Of all requests: one upload is written by one of them at a time. */
const locker = new MemoryLocker();

/** The folder of a person's, or a key's, unfinished uploads in a workspace. */
function homeOf({ workspaceId, actor }: Scope): string {
  const owner = createHash('sha256')
    .update(actor.userId ?? `key ${actor.name}`)
    .digest('hex');
  return join(workspaceId, owner.slice(0, 32));
}

function answerDone(asset: Asset, { request, response }: Exchange): void {
  response.set({
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': String(asset.bytes),
    'Upload-Length': String(asset.bytes),
  });
  if (request.method === 'HEAD') return void response.status(200).end();
  // Bytes that were sent again because the first answer was lost.
  letGoBy(request);
  response.status(200).json(asset);
}

async function lookAtHead(
  { size = 0, metadata }: { size?: number | undefined; metadata?: Record<string, string | null> | undefined },
  head: Buffer,
): Promise<void> {
  // A recording may begin with a cover larger than this; what it is then shows at the end.
  if (head.toString('latin1', 0, 3) === 'ID3') return;
  const { kind } = await sniff(head, metadata?.['filetype'] ?? undefined).catch((error: unknown) => {
    throw asProblem(error);
  });
  if (size > mostBytes[kind]) throw tooLarge(mostBytes[kind]);
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}
