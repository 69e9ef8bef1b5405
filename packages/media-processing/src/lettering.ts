import { createRequire } from 'node:module';
import { loadSharp } from './sharp.ts';

export type Weight = 'regular' | 'bold';

export interface Lettering {
  /** The box to stay within, in pixels. */
  width: number;
  height: number;
  /** Pixels of the type; less where the words would not fit. */
  size: number;
  weight: Weight;
  /** `#rrggbb`. */
  colour: string;
  align: 'left' | 'centre';
}

/** Words as a picture with a clear ground, no larger than they are. */
export interface Lettered {
  png: Buffer;
  width: number;
  height: number;
}

const require = createRequire(import.meta.url);
const fonts: Record<Weight, string> = {
  regular: require.resolve(
    '@expo-google-fonts/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf',
  ),
  bold: require.resolve('@expo-google-fonts/atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf'),
};

/** How far the type may shrink before words are left out. */
const shrinking = [1, 0.85, 0.7];
/** Pictures among the letters: the font has none but the three, and a machine without fonts of its own would draw boxes. */
const undrawn =
  /[ \t]*(?:[[\p{Emoji_Presentation}\p{Extended_Pictographic}]--[©®™]]|[\u200d\u20e3\ufe0e\ufe0f]|[\u{e0020}-\u{e007f}])+/gv;
/** More than fits into any frame we make. */
const most = 2000;

/**
 * Draws words in Atkinson Hyperlegible Next, wrapped between words. The font comes with us, because a server may have none;
 * scripts that it lacks are drawn in the system's fonts. Emoji are left out. Words that do not fit are made smaller, then cut with an ellipsis.
 * Answers nothing when there is nothing to draw.
 */
export async function letter(text: string, box: Lettering): Promise<Lettered | undefined> {
  let words = text
    .replace(undrawn, '')
    .replace(/\p{C}+/gu, (found) => (found.includes('\n') ? '\n' : ' '))
    .trim()
    .slice(0, most);
  for (const share of shrinking) {
    const drawn = await draw(words, box, Math.max(1, Math.round(box.size * share)));
    if (!drawn || fits(drawn, box)) return drawn;
  }
  const smallest = Math.max(1, Math.round(box.size * (shrinking.at(-1) ?? 1)));
  for (;;) {
    words = words.slice(0, Math.floor(words.length * 0.85)).trim();
    const drawn = await draw(words && `${words}…`, box, smallest);
    if (!drawn || fits(drawn, box)) return drawn;
  }
}

const fits = (drawn: Lettered, box: Lettering) => drawn.width <= box.width && drawn.height <= box.height;

async function draw(
  words: string,
  { width, weight, colour, align }: Lettering,
  size: number,
): Promise<Lettered | undefined> {
  if (!words) return undefined;
  const sharp = await loadSharp();
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}">${escaped(words)}</span>`,
      font: `Atkinson Hyperlegible Next ${weight === 'bold' ? 'Bold ' : ''}${size}`,
      fontfile: fonts[weight],
      // At 72 dots an inch a point is a pixel.
      ...{ dpi: 72, rgba: true, width, align, wrap: 'word-char' },
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

/** The text is Pango's markup. */
const escaped = (words: string) => words.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
