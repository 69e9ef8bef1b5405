import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asset } from '@mobilise/contracts/media';
import { mediaOverview } from '@mobilise/contracts/media';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { MediaError } from '@mobilise/media-processing/errors';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { describe, expect, test } from 'vitest';
import { testApi } from '../testing.ts';
import { look } from './look.ts';

const api = await testApi();
const { workspaceId, owner } = await api.setUp();
const { sql } = api.context;

/** A tone, a second and a half of it unless told. */
const talk = (seconds = 1.5) => wav({ seconds, rate: 16_000 }, tone(440, 0.25));

const upload = async (bytes: Buffer, type: string) => {
  const response = await fetch(`${api.url}/api/v1/workspaces/${workspaceId}/assets?filename=talk.wav`, {
    method: 'POST',
    headers: { ...owner.headers, 'Content-Type': type },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as Asset & ProblemDetails };
};

describe('a recording', () => {
  test('is taken with its length and what is in it, and queued for what makes sound', async () => {
    const { status, body } = await upload(talk(), 'audio/x-wav');
    expect([status, body]).toMatchObject([
      201,
      {
        kind: 'audio',
        mime: 'audio/wav',
        width: null,
        height: null,
        duration: 1500,
        facts: { channels: 1, sampleRate: 16_000, sound: true },
        state: 'processing',
      },
    ]);
    const jobs = await sql`select name from pgboss.job where data->>'assetId' = ${body.id}`;
    expect(jobs.length).toBe(1);
  }, 30_000);

  test('of which the second half is missing is refused, with what to do', async () => {
    const { status, body } = await upload(talk(20).subarray(0, 320_000), 'audio/wav');
    expect([status, body.code]).toEqual([422, 'media_corrupt']);
  }, 30_000);

  test('that takes too long to read is taken for what it begins like', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'look-'));
    const path = join(folder, 'talk.wav');
    await writeFile(path, talk());
    const never = () => Promise.reject(late);
    const late = new MediaError('media_timeout', 'Too late');
    expect(await look(path, 'audio/wav', never, undefined, AbortSignal.abort(late))).toMatchObject({
      kind: 'audio',
      duration: null,
    });
    await expect(look(path, 'audio/wav', never)).rejects.toBe(late);
    await rm(folder, { recursive: true });
  });

  test('can be made here: what is slow or missing is said', async () => {
    const { notes } = await api.call(mediaOverview, { params: { workspace: workspaceId } }, owner);
    expect(notes.every((note) => note.endsWith('.'))).toBe(true);
  });
});
