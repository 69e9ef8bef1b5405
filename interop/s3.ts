import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Place } from '../packages/media-processing/src/s3-requests.ts';

interface S3rver {
  run: () => Promise<{ port: number }>;
  close: () => Promise<void>;
}

const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3rver;

/** A server that speaks S3 (s3rver), without buckets, on a random port of the loopback address; its files go with it. */
export async function startS3(): Promise<{ place: S3Place; close: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'mobilise-s3-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', directory, silent: true });
  const { port } = await server.run();
  return {
    place: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket: 'riverside-media',
      folder: 'mobilise',
      accessKey: 'S3RVER',
      secretKey: 'S3RVER',
    },
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
