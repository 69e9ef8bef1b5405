import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { paletteOf } from './colour.ts';
import { fontFiles, styleSheet } from './style.ts';

/** A file whose name changes with its content, so that browsers keep it for good. */
export interface Asset {
  type: string;
  bytes: Buffer;
}

const resolveFrom = createRequire(import.meta.url);
const base = '/news/assets/';

const fonts = new Map<string, Asset>();
const fontNames = new Map<string, string>();
for (const { file } of fontFiles) {
  const bytes = readFileSync(resolveFrom.resolve(`@fontsource-variable/atkinson-hyperlegible-next/files/${file}`));
  const name = `${hashOf(bytes)}.woff2`;
  fonts.set(name, { type: 'font/woff2', bytes });
  fontNames.set(file, base + name);
}

const scripts = new Map<string, Asset>();
/** The address of the script of pages that play something. */
export const playerUrl = scriptUrl('player.js');
/** The address of the script of chapters and words that seek and follow. */
export const wordsUrl = scriptUrl('words.js');
/** The address of the script that finds words in a transcript. */
export const findUrl = scriptUrl('find.js');

function scriptUrl(file: string): string {
  const bytes = readFileSync(new URL(file, import.meta.url));
  const name = `${hashOf(bytes)}.js`;
  scripts.set(name, { type: 'text/javascript; charset=utf-8', bytes });
  return base + name;
}

/** The address of a file of the typeface. */
function fontUrl(file: string): string {
  return fontNames.get(file) ?? '';
}

/** The file every page needs first. */
export const mainFontUrl = fontUrl(fontFiles[0].file);

const sheetFor = (colour: string) => styleSheet(paletteOf(colour.toLowerCase()), fontUrl);
/** Names the rules, whatever the colour: one hash for every team. */
const sheetHash = hashOf(Buffer.from(sheetFor('#000000') + sheetFor('#ffffff')));

/** The address of the style sheet in a colour, `#rrggbb`. */
export function styleUrl(colour: string): string {
  return `${base}${colour.slice(1).toLowerCase()}-${sheetHash}.css`;
}

/** The address of the site's icon in a colour, `#rrggbb`. */
export function iconUrl(colour: string): string {
  return styleUrl(colour).replace(/css$/, 'svg');
}

/** The file of this name, or null when it is none of the present release. */
export function findAsset(name: string): Asset | null {
  const [, digits, hash, ending] = /^([0-9a-f]{6})-([0-9a-f]{16})\.(css|svg)$/.exec(name) ?? [];
  if (!digits) return fonts.get(name) ?? scripts.get(name) ?? null;
  if (hash !== sheetHash) return null;
  const colour = `#${digits}`;
  if (ending === 'css') return { type: 'text/css; charset=utf-8', bytes: Buffer.from(sheetFor(colour)) };
  return { type: 'image/svg+xml', bytes: Buffer.from(iconOf(colour)) };
}

/** A page with its lines, in the team's colour. */
function iconOf(colour: string): string {
  const { band, onBand } = paletteOf(colour);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${band}"/><path d="M8 10h16M8 16h16M8 22h9" stroke="${onBand}" stroke-width="3" stroke-linecap="round"/></svg>`;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
