import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What somebody types who knows ffmpeg: the same loudness, limiter and encoder as ours, and nothing that is checked afterwards. */

const quiet = ['-nostdin', '-hide_banner', '-nostats', '-y'];
const encoder = ['-ar', '44100', '-c:a', 'libmp3lame', '-b:a', '128k'];

async function ffmpeg(args: string[], take?: (output: Readable) => Promise<void>): Promise<string> {
  const child = spawn('ffmpeg', [...quiet, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  if (take) await take(child.stdout);
  else child.stdout.resume();
  if ((await ended) !== 0) throw new Error(said);
  return said;
}

/** One pass that measures and gives low-rate PCM for 20 peaks a second, one that encodes. */
export async function bareMaster(from: string, to: string): Promise<void> {
  const rate = 8000;
  const peaks: number[] = [];
  const said = await ffmpeg(
    [
      ...['-i', from, '-filter_complex', '[0:a]ebur128=peak=true:framelog=verbose[measured]', '-map', '[measured]'],
      ...['-ac', '1', '-ar', String(rate), '-f', 's16le', 'pipe:1'],
    ],
    async (output) => {
      let samples = 0;
      for await (const chunk of output) {
        const bytes = chunk as Buffer;
        for (let at = 0; at + 1 < bytes.length; at += 2) {
          const point = 2 * Math.floor(samples / (rate / 20));
          const value = bytes.readInt16LE(at);
          peaks[point] = Math.min(peaks[point] ?? 0, value);
          peaks[point + 1] = Math.max(peaks[point + 1] ?? 0, value);
          samples += 1;
        }
      }
    },
  );
  // The filter is set up twice and sums up twice; the last counts.
  const summary = said.slice(said.lastIndexOf('Summary:'));
  const gain = -16 - Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]);
  const peak = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]);
  if (!Number.isFinite(gain + peak) || peaks.length < 20_000) throw new Error(said);
  const limiter =
    peak + gain > -1 ? ',aresample=176400,alimiter=limit=0.89:attack=5:release=50:level=0,aresample=44100' : '';
  await ffmpeg(['-i', from, '-af', `volume=${gain}dB${limiter}`, ...encoder, to]);
}

/** Loudness normalisation as textbooks have it: loudnorm measures, then loudnorm applies. */
export async function twoPassLoudnorm(from: string, to: string): Promise<void> {
  const target = 'loudnorm=I=-16:TP=-1:LRA=11';
  const said = await ffmpeg(['-i', from, '-af', `${target}:print_format=json`, '-f', 'null', '-']);
  const found = JSON.parse(said.slice(said.lastIndexOf('{'), said.lastIndexOf('}') + 1)) as Record<string, string>;
  const measured = `measured_I=${found.input_i}:measured_TP=${found.input_tp}:measured_LRA=${found.input_lra}:measured_thresh=${found.input_thresh}:offset=${found.target_offset}:linear=true`;
  await ffmpeg(['-i', from, '-af', `${target}:${measured}`, ...encoder, to]);
}
