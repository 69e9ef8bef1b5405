import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { transcript } from '@mobilise/contracts/captions';
import { captionProblems } from '@mobilise/contracts/captions/caption-problems';
import type { Cue } from '@mobilise/contracts/captions/cue';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import { wrapCue } from '@mobilise/contracts/captions/wrap-cue';
import { toHtml, toJson, toSrt, toText, toVtt } from '@mobilise/contracts/captions/write-captions';
import { chapters } from '@mobilise/contracts/chapters';
import { chapterProblems } from '@mobilise/contracts/chapters/chapter-problems';
import { parseChapters } from '@mobilise/contracts/chapters/parse-chapters';
import { toChaptersJson } from '@mobilise/contracts/chapters/write-chapters';
import { filmCards, moments, writeCards } from '@mobilise/media-processing/caption-cards';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import { renderImage, thumbhash } from '@mobilise/media-processing/image';
import { inspectImage, openImage } from '@mobilise/media-processing/inspect';
import { inspectMedia } from '@mobilise/media-processing/inspect-media';
import { renditionsFor } from '@mobilise/media-processing/renditions';
import { sniff } from '@mobilise/media-processing/sniff';
import sharp from 'sharp';
import { canaryColour } from './canaries.ts';
import type { Kind } from './kinds.ts';
import { must } from './must.ts';
import { makeFilms, makeSound } from './recordings.ts';

/** A file, and where what is made of it may go. */
export interface Upload {
  kind: Kind;
  path: string;
  type?: string;
  folder: string;
  /** Whether sound and film are also made into something, which costs more than looking at them. */
  renders: boolean;
}

/**
 * Sends a file the way that an upload takes: what it is, whether it is good, and what is made of it.
 *
 * @returns all that came out
 * @throws MediaError and Problem where a file is refused; anything else is a fault
 */
export async function through(upload: Upload, ffmpeg: () => Promise<Ffmpeg>): Promise<Buffer[]> {
  if (upload.kind === 'captions') return readCaptions(await textOf(upload), upload.folder);
  if (upload.kind === 'chapters') return readChapters(await textOf(upload));
  const { kind } = await sniff(upload.path, upload.type);
  if (kind === 'image') return picture(upload);
  const tool = await ffmpeg();
  const facts = await inspectMedia(tool, upload.path, upload.type);
  if (!upload.renders) return [];
  const make = facts.kind === 'audio' ? makeSound : makeFilms;
  return make(tool, { path: upload.path, facts, folder: upload.folder });
}

const textOf = async ({ path }: Upload) => new TextDecoder().decode(await readFile(path));

async function picture({ path, type }: Upload): Promise<Buffer[]> {
  await inspectImage(path, type);
  const image = await openImage(path, type);
  const made: Buffer[] = [Buffer.from(await thumbhash(image))];
  const few = renditionsFor(image.facts).filter(({ purpose }) => purpose === 'thumb' || purpose === 'animated');
  await renderImage(image, few, ({ data }) => void made.push(data));
  if (image.facts.mime === 'image/svg+xml')
    for (const data of made.slice(1)) must(!(await showsCanary(data)), 'The picture beside the drawing came out in it');
  return made;
}

async function showsCanary(data: Buffer): Promise<boolean> {
  const pixels = await sharp(data).removeAlpha().raw().toBuffer();
  const near = (value: number | undefined, wanted: number) => Math.abs((value ?? 0) - wanted) < 12;
  for (let at = 0; at < pixels.length; at += 3)
    if (
      near(pixels[at], canaryColour.r) &&
      near(pixels[at + 1], canaryColour.g) &&
      near(pixels[at + 2], canaryColour.b)
    )
      return true;
  return false;
}

async function readCaptions(text: string, folder: string): Promise<Buffer[]> {
  const { cues } = parseCaptions(text, { duration: 60_000 });
  must(transcript.safeParse({ language: 'en-GB', cues }).success, 'The cues are none that a transcript takes');
  captionProblems(cues);
  const fitted = cues.map((cue) => ({ ...cue, text: wrapCue(cue.text) }));
  const made = [toVtt(fitted), toSrt(fitted), toJson(cues), toHtml(cues), toText(cues)];
  parseCaptions(made[0] ?? '', { as: 'vtt' });
  parseCaptions(made[1] ?? '', { as: 'srt' });
  must(!/<(?!\/?(cite|p|time)>)/.test(made[3] ?? ''), 'The HTML of the transcript has tags of others');
  return [...made.map((one) => Buffer.from(one)), await drawnCards(cues.slice(0, 3), folder)];
}

/** Captions as an audiogram and a film show them. */
async function drawnCards(cues: readonly Cue[], folder: string): Promise<Buffer> {
  const path = join(folder, 'cards');
  try {
    await writeCards(path, moments(cues, { start: 0, end: 60_000 }), filmCards({ width: 320, height: 180 }));
    return await readFile(path);
  } finally {
    await rm(path, { force: true });
  }
}

function readChapters(text: string): Buffer[] {
  const read = parseChapters(text).chapters;
  must(chapters.safeParse(read).success, 'The chapters are none that an episode takes');
  must(
    read.every(({ url }) => !url || /^https?:\/\//i.test(url)),
    'A chapter has a link that is no web address',
  );
  chapterProblems(read, 60_000);
  const made = toChaptersJson(read);
  parseChapters(made);
  return [Buffer.from(made)];
}
