import type { FfmpegFacts } from '@mobilise/contracts/publishing';
import type { Ffmpeg } from './ffmpeg.ts';

/** What people are told of the ffmpeg of a machine. That what was given cannot be used is a fact, too: the note says what to do. */
export async function ffmpegFacts(open: () => Promise<Ffmpeg>): Promise<FfmpegFacts> {
  try {
    const { source, version, notes } = await open();
    return { source, version, notes };
  } catch (error) {
    return {
      source: 'none',
      version: '',
      notes: [error instanceof Error ? error.message : 'ffmpeg cannot be used here.'],
    };
  }
}
