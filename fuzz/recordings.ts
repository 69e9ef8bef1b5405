import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { renderAudio } from '@mobilise/media-processing/audio';
import { drawStrip } from '@mobilise/media-processing/audiogram-drawing';
import { audiogramLayout } from '@mobilise/media-processing/audiogram-layout';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import type { MediaFacts } from '@mobilise/media-processing/inspect-media';
import { renderVideo } from '@mobilise/media-processing/render-video';
import { type Film, type FilmRendition, type PosterRendition, videoRenditions } from '@mobilise/media-processing/video';
import sharp from 'sharp';
import { must } from './must.ts';

interface Recording {
  path: string;
  facts: MediaFacts;
  /** Where what is made of it may go. */
  folder: string;
}

/** Milliseconds of a recording that are made into something. A damaged second can claim to be six hours, and people wait for those. */
const part = 2000;
/** Pixels of the pictures up to which films are made in every shape: the whole ones have a thousandth of it. */
const small = 640 * 640;

/**
 * What is published of sound, and what is made of it for an audiogram: its part, levelled, and its waveform. The film around
 * these holds nothing that came from outside.
 *
 * @throws as `renderAudio`
 */
export async function makeSound(ffmpeg: Ffmpeg, { path, facts, folder }: Recording): Promise<Buffer[]> {
  const to = { mp3: join(folder, 'listen.mp3'), m4a: join(folder, 'part.m4a') };
  const programme = { path, format: facts.format };
  const cut = { ...programme, start: 0, end: Math.min(part, facts.duration) / 2 };
  try {
    const whole = await renderAudio(ffmpeg, { programme, formats: ['mp3'] }, { mp3: to.mp3 });
    must(Number.isFinite(whole.duration) && whole.waveform.length > 0, 'The sound has no length or no waveform');
    const { waveform } = await renderAudio(ffmpeg, { programme: cut, formats: ['m4a'] }, { m4a: to.m4a });
    const layout = audiogramLayout('square', { cover: true });
    const strip = await drawStrip(waveform, layout, { ground: '#0f766e', ink: '#ffffff' });
    return [await readFile(to.mp3), await readFile(to.m4a), strip];
  } finally {
    for (const made of Object.values(to)) await rm(made, { force: true });
  }
}

/**
 * What is published of a film: its poster, its preview, the film itself with its sound levelled, and a shape that it does not have.
 * Of large pictures only the first two, which are no larger than they ever are.
 *
 * @throws as `renderVideo`
 */
export async function makeFilms(ffmpeg: Ffmpeg, { path, facts, folder }: Recording): Promise<Buffer[]> {
  const { video, audio, format, bytes } = facts;
  must(video, 'A film has no pictures');
  const film: Film = { path, format, bytes, duration: Math.min(part, facts.duration), video, audio };
  const shapes = video.width * video.height <= small ? (['film', 'film-tall'] as const) : [];
  const wanted = videoRenditions(film, ['poster', 'preview', ...shapes]);
  const made: Buffer[] = [];
  await renderVideo(ffmpeg, film, wanted, folder, async ({ rendition, path }) => {
    const file = await readFile(path);
    await check(rendition, file);
    made.push(file);
  });
  must(made.length === wanted.length, 'Not every film was made');
  return made;
}

/** That a file is what its specification says. */
async function check(wanted: FilmRendition | PosterRendition, file: Buffer): Promise<void> {
  if (wanted.purpose !== 'poster') {
    const boxes = ['ftyp', 'moov', 'mdat'].every((name) => file.includes(name));
    return must(boxes, `What was made as ${wanted.purpose} is no mp4`);
  }
  const { format, width, height } = await sharp(file).metadata();
  must(format === 'jpeg' && width === wanted.width && height === wanted.height, 'The poster is not as it was wanted');
}
