import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { StorageError } from './errors.ts';

/** A bucket of an S3-compatible store, and the key to it. */
export interface S3Place {
  /** Origin of the store. Buckets are addressed by path, which every store understands. */
  endpoint: string;
  region: string;
  bucket: string;
  /** A folder in the bucket, without slashes at its ends; empty for the bucket itself. */
  folder: string;
  accessKey: string;
  secretKey: string;
}

interface Asked {
  /** Below the folder of the bucket; empty for the bucket itself. */
  key: string;
  query?: Record<string, string>;
  range?: string;
  body?: { blob: Blob; sha256: string };
  signal?: AbortSignal | undefined;
}

/** Sends one request and answers what the store said, if that was 2xx, 404 or 416. Throws everything else. */
export type S3Request = (method: 'GET' | 'HEAD' | 'PUT' | 'DELETE', asked: Asked) => Promise<Response>;

/** Tries of one request: what is stored under its hash can be put, read and removed as often as one likes. */
const tries = 3;
/** Milliseconds before the second try, at most; twice that before the third. */
const pause = 200;
/** Milliseconds until a store has to begin its answer, and for an upload, to have taken it. */
const patience = 20_000;
const uploadPatience = 120_000;

/** SHA-256 of nothing. */
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Signed requests to a bucket, tried again where the store is busy or away. Throws StorageError. */
export function s3Requests(place: S3Place): S3Request {
  const { endpoint, region, bucket, folder, accessKey, secretKey } = place;
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
    retries: 0,
  });
  return async (method, { key, query = {}, range, body, signal }) => {
    const url = new URL(endpoint);
    url.pathname = [bucket, ...(key && folder ? [folder] : []), ...(key ? [key] : [])].join('/');
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = {
      // Part of the signature: the store refuses bytes that are not those of the name.
      'X-Amz-Content-Sha256': body?.sha256 ?? nothing,
      ...(range && { Range: range }),
      ...(body && { 'Content-Type': 'application/octet-stream' }),
    };
    for (let attempt = 1; ; attempt += 1) {
      const begun = new AbortController();
      const timer = setTimeout(() => begun.abort(), body ? uploadPatience : patience);
      try {
        const signed = await client.sign(url, { method, headers });
        const response = await fetch(signed.url, {
          method,
          headers: signed.headers,
          redirect: 'error',
          signal: signal ? AbortSignal.any([signal, begun.signal]) : begun.signal,
          ...(body && { body: body.blob }),
        });
        if (response.ok || response.status === 404 || response.status === 416) return response;
        const words = await wordsOf(response);
        if (response.status < 500 && response.status !== 429)
          throw new StorageError('refused', `The store of files refused this (${response.status}). ${words}`);
        if (attempt >= tries)
          throw new StorageError('away', `The store of files does not work (${response.status}). ${words}`);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof StorageError) throw error;
        if (attempt >= tries) throw new StorageError('away', 'The store of files cannot be reached.', { cause: error });
      } finally {
        clearTimeout(timer);
      }
      await wait(Math.random() * pause * 2 ** (attempt - 1));
    }
  };
}

/** `NoSuchBucket: The specified bucket does not exist`, out of the store's XML. */
async function wordsOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  const part = (name: string) => new RegExp(`<${name}>([^<]{1,300})</${name}>`).exec(text)?.[1];
  return [part('Code'), part('Message')].filter(Boolean).join(': ');
}
