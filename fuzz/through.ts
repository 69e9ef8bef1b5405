import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { transcript } from '@mobilise/contracts/captions';
import { captionProblems } from '@mobilise/contracts/captions/caption-problems';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import { fitToLines } from '@mobilise/contracts/captions/wrap-cue';
import { toHtml, toJson, toSrt, toText, toVtt } from '@mobilise/contracts/captions/write-captions';
import { chapters } from '@mobilise/contracts/chapters';
import { chapterProblems } from '@mobilise/contracts/chapters/chapter-problems';
import { parseChapters } from '@mobilise/contracts/chapters/parse-chapters';
import { toChaptersJson } from '@mobilise/contracts/chapters/write-chapters';
import { renderAudio } from '@mobilise/media-processing/audio';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import { renderImage, thumbhash } from '@mobilise/media-processing/image';
import { inspectImage, openImage } from '@mobilise/media-processing/inspect';
import { inspectMedia, type MediaFacts } from '@mobilise/media-processing/inspect-media';
import { renditionsFor } from '@mobilise/media-processing/renditions';
import { sniff } from '@mobilise/media-processing/sniff';
import sharp from 'sharp';
import { canaryColour } from './canaries.ts';
import type { Kind } from './kinds.ts';

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
 * Sends a file the way that an upload takes: what it is, whether it is good, and one cheap thing made of it.
 *
 * @returns all that came out
 * @throws MediaError and Problem where a file is refused; anything else is a fault
 */
export async function through(upload: Upload, ffmpeg: () => Promise<Ffmpeg>): Promise<Buffer[]> {
  if (upload.kind === 'captions') return readCaptions(await textOf(upload));
  if (upload.kind === 'chapters') return readChapters(await textOf(upload));
  const { kind } = await sniff(upload.path, upload.type);
  if (kind === 'image') return picture(upload);
  const tool = await ffmpeg();
  const facts = await inspectMedia(tool, upload.path, upload.type);
  if (!upload.renders) return [];
  return facts.kind === 'audio' ? [await sound(tool, upload, facts)] : [await frame(tool, upload, facts)];
}

const textOf = async ({ path }: Upload) => new TextDecoder().decode(await readFile(path));

/** A fault of ours in what came out. */
function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

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

async function sound(ffmpeg: Ffmpeg, { path, folder }: Upload, { format }: MediaFacts): Promise<Buffer> {
  const mp3 = join(folder, 'listen.mp3');
  try {
    const made = await renderAudio(ffmpeg, { programme: { path, format }, formats: ['mp3'] }, { mp3 });
    must(Number.isFinite(made.duration) && made.waveform.length > 0, 'The sound has no length or no waveform');
    return await readFile(mp3);
  } finally {
    await rm(mp3, { force: true });
  }
}

/** One frame, as a poster is taken: the pictures are decoded, which looking at them did not do. */
async function frame(ffmpeg: Ffmpeg, { path }: Upload, { format }: MediaFacts): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await ffmpeg.run({
    inputs: [{ path, format }],
    filters: "[0:V:0]thumbnail=10,scale='min(640,iw)':-2[poster]",
    outputs: [
      {
        take: (chunk) => void chunks.push(chunk),
        args: ['-map', '[poster]', '-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe'],
      },
    ],
    ...{ seconds: 60, maxBytes: 50_000_000, timeout: 60 },
  });
  return Buffer.concat(chunks);
}

function readCaptions(text: string): Buffer[] {
  const { cues } = parseCaptions(text, { duration: 60_000 });
  must(transcript.safeParse({ language: 'en-GB', cues }).success, 'The cues are none that a transcript takes');
  captionProblems(cues);
  const fitted = fitToLines(cues);
  const made = [toVtt(fitted), toSrt(fitted), toJson(cues), toHtml(cues), toText(cues)];
  parseCaptions(made[0] ?? '', { as: 'vtt' });
  parseCaptions(made[1] ?? '', { as: 'srt' });
  must(!/<(?!\/?(cite|p|time)>)/.test(made[3] ?? ''), 'The HTML of the transcript has tags of others');
  return made.map((one) => Buffer.from(one));
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
