import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testApi } from '../testing.ts';
import { mediaRoutes } from './routes.ts';

const { context } = await testApi();
let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'left-over-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true });
});

test('what a killed API left in the temporary folder of its machine is removed by one that starts a day later', async () => {
  const path = join(temporary, 'mobilise-work-ffmpeg-left');
  await mkdir(path);
  const later = new Date(Date.now() + 25 * 3_600_000);
  vi.useFakeTimers({ now: later, toFake: ['Date'] });
  mediaRoutes({ router: express.Router(), context });
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 10_000 });
});
