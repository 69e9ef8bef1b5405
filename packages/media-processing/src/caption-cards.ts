import { open } from 'node:fs/promises';
import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Size } from '@mobilise/contracts/crops';
import { type Lettering, letter } from './lettering.ts';
import { loadSharp } from './sharp.ts';
import { stillTrack } from './still-track.ts';

/** What is to be read from a time on, in milliseconds; nothing at all when `text` is empty. */
export interface Moment {
  at: number;
  text: string;
}

export interface CardStyle {
  /** Pixels of a card: every one is the same. */
  size: Size;
  lettering: Pick<Lettering, 'size' | 'weight' | 'colour' | 'align'>;
  /** A box behind the words, `#rrggbb` and how dense it is, 0 to 1; none where the ground is plain already. */
  box?: { colour: string; alpha: number };
  /** Where the words stand in the card. */
  place: 'top' | 'bottom';
}

/** Captions of a film: white on a dark box, low in the picture but clear of what apps put over its edges. */
export function filmCards({ width, height }: Size): CardStyle & { left: number; top: number } {
  const size = Math.max(8, Math.round(Math.min(height * 0.05, width * 0.055)));
  const card = { width: even(width * 0.9), height: even(Math.min(height * 0.5, size * 6)) };
  // Apps for upright film have their buttons over its lowest fifth.
  const margin = height > width ? 0.2 : 0.06;
  return {
    size: card,
    lettering: { size, weight: 'bold', colour: '#ffffff', align: 'centre' },
    box: { colour: '#000000', alpha: 0.8 },
    place: 'bottom',
    left: even((width - card.width) / 2),
    top: even(Math.max(0, height * (1 - margin) - card.height)),
  };
}

const even = (value: number) => Math.max(0, 2 * Math.round(value / 2));

/** Cues that are read together: nobody reads more, and thousands that overlap would be thousands of texts of thousands of lines. */
const together = 4;

/**
 * What is to be read when: each change is one moment. Cues that overlap are read together, the latest few of them, and who speaks is
 * named when that changes.
 *
 * @param cues in the order of their starts
 * @param span milliseconds of the recording that is shown; moments count from its start
 */
export function moments(cues: readonly Cue[], { start, end }: { start: number; end: number }): Moment[] {
  const named = cues.map((cue, index) =>
    cue.speaker && cue.speaker !== cues[index - 1]?.speaker ? `${cue.speaker}: ${cue.text}` : cue.text,
  );
  const shown = cues
    .map((cue, index) => ({ from: Math.max(start, cue.start), to: Math.min(end, cue.end), text: named[index] ?? '' }))
    .filter(({ from, to }) => from < to);
  const changes = new Set([start, ...shown.flatMap(({ from, to }) => [from, to])]);
  const all: Moment[] = [];
  const current: typeof shown = [];
  let next = 0;
  for (const at of [...changes].sort((one, other) => one - other)) {
    for (; shown[next] && (shown[next]?.from ?? 0) <= at; next += 1) {
      current.push(shown[next] as (typeof shown)[number]);
      if (current.length > together) current.shift();
    }
    for (let index = current.length - 1; index >= 0; index -= 1)
      if ((current[index]?.to ?? 0) <= at) current.splice(index, 1);
    const text = current.map(({ text }) => text).join('\n');
    if (all.at(-1)?.text !== text) all.push({ at: at - start, text });
  }
  return all;
}

/**
 * Draws the cards into a Matroska file that ffmpeg overlays. Cards are drawn by us because no two ffmpegs agree on fonts: the
 * embedded one has none, and some are built without libass.
 *
 * @throws the reason of `signal`
 */
export async function writeCards(
  path: string,
  texts: readonly Moment[],
  style: CardStyle,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(stillTrack.head(style.size));
    const empty = await card('', style);
    for (const { at, text } of texts) {
      signal?.throwIfAborted();
      await file.write(stillTrack.frame({ at, png: text ? await card(text, style) : empty }));
    }
  } finally {
    await file.close();
  }
}

async function card(text: string, { size, lettering, box, place }: CardStyle): Promise<Buffer> {
  const sharp = await loadSharp();
  const pad = box ? Math.round(lettering.size * 0.4) : 0;
  const words = await letter(text, {
    ...lettering,
    width: Math.max(1, size.width - 2 * pad),
    height: Math.max(1, size.height - 2 * pad),
  });
  const layers: { input: Buffer; left: number; top: number }[] = [];
  if (words) {
    const [width, height] = [
      Math.min(size.width, words.width + 2 * pad),
      Math.min(size.height, words.height + 2 * pad),
    ];
    const left = lettering.align === 'centre' ? Math.floor((size.width - width) / 2) : 0;
    const top = place === 'bottom' ? size.height - height : 0;
    if (box) layers.push({ input: await ground(width, height, box), left, top });
    layers.push({ input: words.png, left: left + pad, top: top + pad });
  }
  return sharp({ create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite(layers)
    .png({ compressionLevel: 4 })
    .toBuffer();
}

async function ground(
  width: number,
  height: number,
  { colour, alpha }: { colour: string; alpha: number },
): Promise<Buffer> {
  const sharp = await loadSharp();
  const background = `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
  return sharp({ create: { width, height, channels: 4, background } })
    .png()
    .toBuffer();
}
