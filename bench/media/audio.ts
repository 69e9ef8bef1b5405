import { join } from 'node:path';
import { renderAudio } from '@mobilise/media-processing/audio';
import { type Figure, note, short } from '../figure.ts';
import { median } from '../statistics.ts';
import type { AudioStage } from './audio-stage.ts';
import { bareMaster, twoPassLoudnorm } from './bare-ffmpeg.ts';

const rounds = 3;

/** Ten minutes of stereo WAV to a normalised MP3 that has been measured, with its waveform, over the same by hand and unmeasured. */
export const overBareFfmpeg: Figure<AudioStage> = {
  name: 'audio_over_bare_ffmpeg',
  unit: 'times',
  goal: '≤ 1.1',
  measure: (stage) => inTurns(stage, 'by hand', bareMaster, (ours, other) => ours / other),
};

/** How many times as long two passes of loudnorm take for the same file. */
export const underTwoPass: Figure<AudioStage> = {
  name: 'audio_under_two_pass',
  unit: 'times',
  goal: '≥ 3',
  measure: (stage) => inTurns(stage, 'two passes', twoPassLoudnorm, (ours, other) => other / ours),
};

async function inTurns(
  stage: AudioStage,
  name: string,
  other: (from: string, to: string) => Promise<void>,
  ratio: (ours: number, other: number) => number,
): Promise<number> {
  if (stage.ffmpeg.source === 'embedded')
    throw new Error('Commands by hand need an ffmpeg on this machine: install it.');
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const theirs = await seconds(() => other(stage.recording, join(stage.folder, 'other.mp3')));
    const ours = await seconds(() => render(stage));
    note(`${name} ${short(theirs)} s, ours ${short(ours)} s`);
    ratios.push(ratio(ours, theirs));
  }
  return median(ratios);
}

async function render({ ffmpeg, folder, recording }: AudioStage): Promise<void> {
  const programme = { path: recording, format: 'wav' as const };
  const { waveform } = await renderAudio(ffmpeg, { programme, formats: ['mp3'] }, { mp3: join(folder, 'ours.mp3') });
  if (Math.abs(waveform.length - 12_000) > 2) throw new Error(`The waveform has ${waveform.length} points, not 12,000`);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
