import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ffmpeg, openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { onEnd } from '../clean-up.ts';
import { programmes, wavOf } from './programmes.ts';

/** An ffmpeg, a folder, and ten minutes of two voices in stereo. */
export interface AudioStage {
  ffmpeg: Ffmpeg;
  folder: string;
  recording: string;
}

export async function audioStage(): Promise<{ stage: AudioStage; strike: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-bench-'));
  const strike = onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const ffmpeg = await openFfmpeg();
  const recording = join(folder, 'ten-minutes.wav');
  const voices = programmes.find(({ name }) => name === 'two voices in stereo');
  if (!voices) throw new Error('There are no two voices');
  writeFileSync(recording, wavOf(voices, 600 / voices.seconds));
  return { stage: { ffmpeg, folder, recording }, strike };
}
