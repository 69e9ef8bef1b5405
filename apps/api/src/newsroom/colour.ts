import { contrast, luminance, toLinear } from '@mobilise/contracts/colours';

/** Colours a person can read, made from the one colour a team chose. */

type Triple = readonly [number, number, number];

/** What a page's style sheet is filled in with; every pair meets 4.5 : 1 (WCAG 2.2, 1.4.3). */
export interface Palette {
  /** Background of the masthead, and what is written on it. */
  band: string;
  onBand: string;
  /** Links and small marks on the page. */
  accent: string;
  /** A fill for labels, and what is written on it. */
  dark: { band: string; onBand: string; accent: string };
}

export const surfaces = {
  light: { paper: '#fdfdfb', tint: '#f1f3ef', ink: '#16201e' },
  dark: { paper: '#121716', tint: '#1d2423', ink: '#ecf0ee' },
} as const;

const readableRatio = 4.5;

/** The palette of a team's colour, `#rrggbb`. A colour that reads well is kept; one that does not moves in lightness alone. */
export function paletteOf(colour: string): Palette {
  return {
    ...bandOf(colour),
    accent: readable(colour, surfaces.light.tint),
    // A full-strength band glares on a dark page; at 7 : 1 against white it is as calm as the rest.
    dark: { band: readable(colour, '#ffffff', 7), onBand: '#ffffff', accent: readable(colour, surfaces.dark.tint) },
  };
}

function bandOf(colour: string): { band: string; onBand: string } {
  if (contrast(colour, '#ffffff') >= readableRatio) return { band: colour, onBand: '#ffffff' };
  // Yellow stays yellow, with dark writing on it.
  if (contrast(colour, surfaces.light.ink) >= readableRatio) return { band: colour, onBand: surfaces.light.ink };
  return { band: readable(colour, '#ffffff'), onBand: '#ffffff' };
}

/** The colour, or the nearest in lightness (OKLCH, same hue) that has this contrast against a background. */
export function readable(colour: string, background: string, ratio = readableRatio): string {
  if (contrast(colour, background) >= ratio) return colour;
  const [lightness, a, b] = toOklab(colour);
  const step = luminance(background) > 0.18 ? -0.01 : 0.01;
  for (let at = lightness; at >= 0 && at <= 1; at += step) {
    const candidate = fromOklab([at, a, b]);
    if (contrast(candidate, background) >= ratio) return candidate;
  }
  return step < 0 ? '#000000' : '#ffffff';
}

/** Matrices of OKLab: https://bottosson.github.io/posts/oklab/. */
function toOklab(colour: string): Triple {
  const [r, g, b] = toLinear(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Back to `#rrggbb`; what sRGB cannot show loses chroma until it can. */
function fromOklab([lightness, a, b]: Triple): string {
  for (let chroma = 1; ; chroma -= 0.05) {
    const linear = oklabToLinear([lightness, a * chroma, b * chroma]);
    if (chroma > 0 && linear.some((value) => value < -0.0001 || value > 1.0001)) continue;
    return `#${linear.map(toByte).join('')}`;
  }
}

function oklabToLinear([lightness, a, b]: Triple): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toByte(linear: number): string {
  const value = Math.min(1, Math.max(0, linear));
  const encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}
