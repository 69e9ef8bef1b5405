import { afterAll, beforeAll } from 'vitest';
import { describeStore } from '../packages/media-processing/src/conformance.ts';
import type { S3Place } from '../packages/media-processing/src/s3-requests.ts';
import { startS3 } from './s3.ts';

let server: Awaited<ReturnType<typeof startS3>>;
const place = {} as S3Place;
beforeAll(async () => {
  server = await startS3();
  Object.assign(place, server.place);
});
afterAll(() => server.close());

describeStore('a store behind s3rver', () => place);
