import { type AudiogramLayout, bar, pitch } from './audiogram-layout.ts';
import { type Lettering, letter } from './lettering.ts';
import { guarded, loadSharp, untrusted } from './sharp.ts';
import type { Waveform } from './waveform.ts';

/** Colours of an audiogram as `#rrggbb`: the ground is the team's, and what stands on it is as far from it as can be. */
export interface Palette {
  ground: string;
  ink: string;
}

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export interface AudiogramWords {
  title: string;
  subtitle: string;
  /** The path of the cover's picture. */
  cover?: string | undefined;
}

/** All that does not move: ground, cover, title. */
export async function drawGround(
  layout: AudiogramLayout,
  words: AudiogramWords,
  { ground, ink }: Palette,
): Promise<Buffer> {
  const sharp = await loadSharp();
  const layers: { input: Buffer; left: number; top: number }[] = [];
  const write = async (text: string, box: AudiogramLayout['title'], weight: Lettering['weight']) => {
    const drawn = await letter(text, { ...box, weight, colour: ink, align: layout.align });
    if (!drawn) return box.top;
    const left = layout.align === 'centre' ? box.left + Math.floor((box.width - drawn.width) / 2) : box.left;
    layers.push({ input: drawn.png, left, top: box.top });
    return box.top + drawn.height;
  };
  const { cover, title, subtitle } = layout;
  if (cover && words.cover) {
    const { width, height } = cover;
    const input = await guarded(() =>
      sharp(words.cover, untrusted)
        .autoOrient()
        .resize({ width, height, fit: 'cover' })
        .toColourspace('srgb')
        .png()
        .toBuffer(),
    );
    layers.push({ input, left: cover.left, top: cover.top });
  }
  const end = await write(words.title, title, 'bold');
  // Close under a title that needs less room than it has.
  await write(
    words.subtitle,
    { ...subtitle, top: Math.min(subtitle.top, end + Math.round(subtitle.size * 0.6)) },
    'regular',
  );
  return sharp({ create: { width: layout.width, height: layout.height, channels: 3, background: ground } })
    .composite(layers)
    .png()
    .toBuffer();
}

/**
 * The waveform, one pixel wide a point. ffmpeg shows a window of it that moves a point each frame, and widens each to a bar.
 * Half a window of silence stands at either end, because the middle of the window is what is heard.
 */
export async function drawStrip(
  waveform: Waveform,
  { wave }: AudiogramLayout,
  { ground, ink }: Palette,
): Promise<Buffer> {
  const sharp = await loadSharp();
  const around = wave.width / pitch / 2;
  const levels = levelsOf(waveform);
  const width = levels.length + 2 * around;
  const { height } = wave;
  const [paper, pen] = [channels(ground), channels(ink)];
  const data = Buffer.alloc(width * height * 3);
  for (let x = 0; x < width; x += 1) {
    // A bar for silence, too: a dot that is as high as it is wide.
    const tall = Math.max(bar, Math.round((levels[x - around] ?? 0) * height));
    const from = Math.floor((height - tall) / 2);
    for (let y = 0; y < height; y += 1) data.set(y >= from && y < from + tall ? pen : paper, (y * width + x) * 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .png()
    .toBuffer();
}

/** 0 to 1, one for each point: the loudest that is not rare fills the height, and quiet speech is seen. */
function levelsOf({ data, length }: Waveform): number[] {
  const heights = Array.from({ length }, (_, point) => ((data[2 * point + 1] ?? 0) - (data[2 * point] ?? 0)) / 255);
  const loud = heights.toSorted((one, other) => one - other)[Math.floor(length * 0.98)] ?? 0;
  return heights.map((height) => Math.min(1, height / Math.max(loud, 0.05)) ** 0.8);
}

/** What lies over the moving waveform: gaps between its bars, a veil over what is still to come, soft ends, and a line at now. */
export async function drawFront({ wave }: AudiogramLayout, { ground, ink }: Palette): Promise<Buffer> {
  const sharp = await loadSharp();
  const { width, height } = wave;
  const [paper, pen] = [channels(ground), channels(ink)];
  const now = width / 2;
  const data = Buffer.alloc(width * height * 4);
  for (let x = 0; x < width; x += 1) {
    const line = x >= now - (pitch - bar) * 0.75 && x < now - (pitch - bar) * 0.25;
    const gap = x % pitch >= bar;
    const veil = x >= now ? 0.55 : 0;
    const soft = Math.max(0, 1 - Math.min(x, width - 1 - x) / (8 * pitch));
    const alpha = Math.round(255 * (gap || line ? 1 : 1 - (1 - veil) * (1 - soft)));
    for (let y = 0; y < height; y += 1) data.set([...(line ? pen : paper), alpha], (y * width + x) * 4);
  }
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}
