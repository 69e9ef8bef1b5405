import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAsset } from '@mobilise/db/factories';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import { afterAll, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { renderAsset } from './render.ts';
import { transcribe } from './transcribe.ts';

const { sql, db, storage, publisher } = await testPublishing();
const folder = mkdtempSync(join(tmpdir(), 'mobilise-transcribe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recording = async (hertz: number) =>
  buildAsset(db, {
    ...(await storage.put(wav({ seconds: 2 }, tone(hertz)))),
    kind: 'audio',
    mime: 'audio/wav',
    duration: 2000,
  });

/** A command that is a program of this test. */
async function command(body: string): Promise<string[]> {
  const file = join(folder, `${crypto.randomUUID()}.mjs`);
  await writeFile(file, body);
  return [process.execPath, file];
}
const worker = (transcribeCommand: string[]) =>
  publisher({
    settings: { publicUrl: 'https://x', signInClients: {}, quota: 2 ** 40, release: 'test', transcribeCommand },
  });

it('a recording is written down by the command, which gets 16 kHz mono and nothing of our environment', async () => {
  vi.stubEnv('A_SECRET', 'seen');
  const asset = await recording(300);
  const say = await command(`
    import { readFileSync } from 'node:fs';
    const wave = readFileSync(process.argv.at(-1));
    console.log('WEBVTT\\n\\n00:00.000 --> 00:01.000\\n' + wave.readUInt16LE(22) + ' ' + wave.readUInt32LE(24) + ' ' + (process.env.A_SECRET ?? 'unseen'));`);
  await transcribe(worker(say), asset.id, { last: true });
  vi.unstubAllEnvs();
  const [row] =
    await sql`select format, sha256 from renditions where asset_id = ${asset.id} and purpose = 'transcript'`;
  expect(row?.['format']).toBe('vtt');
  const stored = Buffer.concat(await Array.fromAsync(await storage.get(String(row?.['sha256']))));
  expect(stored.toString()).toContain('1 16000 unseen');
  expect(await sql`select words from assets where id = ${asset.id}`).toEqual([{ words: '1 16000 unseen' }]);
  // It stays when the rest is made again.
  await renderAsset(publisher(), asset.id, { last: true });
  expect(await sql`select from renditions where asset_id = ${asset.id} and purpose = 'transcript'`).toHaveLength(1);
});

it('a command that fails, floods or writes no captions leaves the upload as it is, and says why', async () => {
  for (const [body, words] of [
    ['console.error("No model"); process.exit(3)', /ended with 3.*No model/],
    ['import { writeSync } from "node:fs"; for (;;) writeSync(1, "x".repeat(65536))', /more than 4 MB/],
    ['console.log("nothing")', /no captions/],
  ] as const) {
    const asset = await recording(500);
    expect(await transcribe(worker(await command(body)), asset.id, { last: true })).toEqual({
      ...{ failure: expect.stringMatching(words), failureCode: expect.any(String) },
    });
    const [row] = await sql`select state, warnings, progress from assets where id = ${asset.id}`;
    expect(row).toEqual({ state: 'ready', warnings: [], progress: null });
  }
});
