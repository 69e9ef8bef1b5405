import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderAudio } from '@mobilise/media-processing/audio';
import { MediaError } from '@mobilise/media-processing/errors';
import { type Figure, note } from '../figure.ts';
import type { AudioStage } from './audio-stage.ts';
import { type Programme, programmes, silence, wavOf } from './programmes.ts';

/** How far the worst of twelve programmes is from its target, as ffmpeg's own meter hears the MP3. None may pass −1 dBTP. */
export const loudnessError: Figure<AudioStage> = {
  name: 'loudness_error',
  unit: 'LU',
  goal: '≤ 0.5',
  measure: async (stage) => {
    let worst = 0;
    for (const programme of programmes) {
      const layout = await render(stage, programme);
      const { loudness, peak } = await hear(stage);
      const error = Math.abs(loudness - (layout === 'stereo' ? -16 : -19));
      note(`${programme.name}: ${layout}, ${loudness} LUFS, ${peak} dBTP`);
      if (!(peak <= -1)) throw new Error(`“${programme.name}” has a peak of ${peak} dBTP`);
      worst = Math.max(worst, error);
    }
    const refused = await render(stage, silence).catch((error: unknown) => error);
    if (!(refused instanceof MediaError && refused.code === 'media_silent')) throw new Error('Silence was not refused');
    note(`silence: ${refused.detail}`);
    return worst;
  },
};

async function render({ ffmpeg, folder }: AudioStage, programme: Programme): Promise<'mono' | 'stereo'> {
  const path = join(folder, 'programme.wav');
  await writeFile(path, wavOf(programme));
  const recipe = { programme: { path, format: 'wav' }, formats: ['mp3'] } as const;
  return (await renderAudio(ffmpeg, recipe, { mp3: join(folder, 'programme.mp3') })).layout;
}

async function hear({ ffmpeg, folder }: AudioStage): Promise<{ loudness: number; peak: number }> {
  const { log } = await ffmpeg.run({
    inputs: [{ path: join(folder, 'programme.mp3'), format: 'mp3' }],
    filters: '[0:a]ebur128=peak=true:framelog=verbose[heard]',
    outputs: [{ take: () => undefined, args: ['-map', '[heard]', '-f', 'null'] }],
    ...{ seconds: 60, maxBytes: 0, timeout: 60 },
  });
  // The filter is set up twice and sums up twice; the last counts.
  const summary = log.slice(log.lastIndexOf('Summary:'));
  const value = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]);
  return { loudness: value(/I:\s+(-?[\d.]+) LUFS/), peak: value(/Peak:\s+(-?[\d.]+) dBFS/) };
}
