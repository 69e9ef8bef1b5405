import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { SharpOptions } from 'sharp';
import type { RawImage } from './decode.ts';
import { svgMemory, svgWidth, threads, uploadLimits } from './limits.ts';
import { refusal, tookTooLong, untrusted } from './sharp.ts';
import { turns } from './turns.ts';

/** What the program is to do with one SVG: draw it, or tell its size, after drawing it for a trial if asked. */
export interface SvgJob {
  path: string;
  options: SharpOptions;
  threads: number;
  /** Bytes of memory after which it gives up. */
  memory: number;
  /** Pixels a small drawing is made wide, and what it may not exceed on the way. */
  width: number;
  side: number;
  pixels: number;
  /** The box to draw it in for a trial. */
  trial?: { width: number; height: number } | undefined;
  draw?: { density: number; width: number; height: number };
}

interface SvgHeader {
  width: number;
  height: number;
  hasAlpha: boolean;
}

/** One line of JSON; the pixels of a drawing follow it. */
export type SvgAnswer = { error: string } | { density: number; header: SvgHeader } | { shape: Omit<RawImage, 'data'> };

interface OpenSvg {
  header: SvgHeader;
  decode(size: { width: number; height: number }, signal?: AbortSignal): Promise<RawImage>;
}

const program = join(import.meta.dirname, 'draw-svg.ts');

/**
 * An SVG whose size is known. The renderer cannot be interrupted, and a few nested elements or filters keep it busy for
 * minutes; so it runs in a process of its own that is killed at the limit.
 *
 * @param limits.seconds for this SVG altogether, from here to its last drawing; waiting for others does not count
 * @param limits.trial draws it once before answering, as large as it is mostly shown
 * @throws MediaError `media_timeout`, `media_corrupt`, `media_too_many_pixels`; an abort's reason
 */
export async function openSvg(path: string, limits: { seconds: number; trial: boolean }): Promise<OpenSvg> {
  const { side, pixels } = uploadLimits;
  const job: SvgJob = { path, options: untrusted, threads, memory: svgMemory, width: svgWidth, side, pixels };
  let left = limits.seconds * 1000;
  const ask = (job: SvgJob, signal?: AbortSignal) =>
    inTurn(async () => {
      const began = performance.now();
      try {
        return await run(job, left, signal);
      } finally {
        left -= performance.now() - began;
      }
    });

  const { answer } = await ask({ ...job, trial: limits.trial ? { width: svgWidth, height: svgWidth } : undefined });
  if (!('header' in answer)) throw new Error('The program that draws SVG did not answer with a size.');
  const { density, header } = answer;
  return {
    header,
    decode: async ({ width, height }, signal) => {
      const { answer, data } = await ask({ ...job, draw: { density, width, height } }, signal);
      if (!('shape' in answer)) throw new Error('The program that draws SVG did not answer with a drawing.');
      return { data, ...answer.shape };
    },
  };
}

/** Drawings at the same time in this process. One that is slow leaves room for another; many do not take every core. */
const inTurn = turns(2);

/** What the renderer needs to find its libraries and fonts. Our secrets are in the environment too, and stay here. */
const passedOn =
  /^(path|home|userprofile|(local)?appdata|systemroot|windir|te?mp|tmpdir|lang|lc_.*|xdg_.*|fontconfig_.*|ld_library_path)$/i;

/** Signals that end us as well, so they say nothing about the picture. */
const ofOthers = new Set<NodeJS.Signals | null>([null, 'SIGTERM', 'SIGINT', 'SIGHUP']);

async function run(
  job: SvgJob,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<{ answer: SvgAnswer; data: Buffer }> {
  signal?.throwIfAborted();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name)));
  const child = spawn(process.execPath, ['--max-old-space-size=64', program, JSON.stringify(job)], {
    // Filters would otherwise be computed on every core.
    env: { ...env, RAYON_NUM_THREADS: '1' },
    timeout: Math.max(1, Math.ceil(milliseconds)),
    killSignal: 'SIGKILL',
    windowsHide: true,
    ...(signal && { signal }),
  });
  const ended = Promise.withResolvers<void>();
  child.once('close', () => ended.resolve());
  let trouble = '';
  child.on('error', ({ message }) => {
    trouble = message;
  });
  child.stderr.on('data', (chunk) => {
    trouble = `${trouble}${chunk}`.slice(-2000);
  });
  const chunks: Buffer[] = [];
  let room = 65_536 + (job.draw ? job.draw.width * job.draw.height * 4 : 0);
  child.stdout.on('data', (chunk: Buffer) => {
    room -= chunk.length;
    if (room < 0) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  await ended.promise;

  signal?.throwIfAborted();
  const answered = parse(Buffer.concat(chunks));
  if (answered && 'error' in answered.answer) throw refusal(new Error(answered.answer.error));
  if (answered) return answered;
  // Killed by us at the limit, by the system for its memory, or by a fault that the drawing provoked.
  if (child.killed || !ofOthers.has(child.signalCode)) throw tookTooLong(trouble);
  throw new Error(`The program that draws SVG ended with ${child.signalCode ?? child.exitCode}. ${trouble}`);
}

/** Nothing unless the answer is complete. */
function parse(output: Buffer): { answer: SvgAnswer; data: Buffer } | undefined {
  const end = output.indexOf('\n');
  if (end < 0) return;
  const answer = JSON.parse(output.toString('utf8', 0, end)) as SvgAnswer;
  const data = output.subarray(end + 1);
  const expected = 'shape' in answer ? answer.shape.width * answer.shape.height * answer.shape.channels : 0;
  return data.length === expected ? { answer, data } : undefined;
}
