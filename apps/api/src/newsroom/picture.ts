import { mediaUrl } from '../thumbs.ts';
import { type Html, html } from './html.ts';
import type { PictureFile, Pictures } from './site.ts';

/** Best first: a browser takes the first it can show. */
const formats = ['avif', 'webp', 'jpeg'];
const mime = (format: string) => `image/${format}`;

/** Pixels below which a picture does not fill the page's width. */
const small = 1200;

export interface PictureOptions {
  /** How wide it is shown, as the `sizes` attribute says it. */
  sizes: string;
  /** In view when the page opens: loaded at once and first. */
  first?: boolean;
}

/**
 * A picture in every format and width there is, with its size, so that nothing moves while it loads. Null when no file
 * of it is ready.
 */
export function picture(
  files: readonly PictureFile[],
  alt: string,
  { sizes, first = false }: PictureOptions,
): Html | null {
  const scaled = files.filter(({ purpose }) => purpose === 'responsive');
  const fallback = fallbackOf(files);
  if (!fallback) return null;
  const loading = first ? html` fetchpriority="high"` : html` loading="lazy"`;
  const img = (extra: Html) =>
    html`<img src="${mediaUrl(fallback)}"${extra} width="${fallback.width}" height="${fallback.height}" alt="${alt}"${loading} decoding="async">`;
  if (scaled.length === 0) return img(html``);
  const widest = Math.max(...scaled.map(({ width }) => width));
  // A small picture is shown in its own size rather than blown up.
  const shownAs = widest < small ? `(max-width: ${widest}px) 100vw, ${widest}px` : sizes;
  const sets = formats
    .map((format) => scaled.filter((file) => file.format === format).sort((a, b) => a.width - b.width))
    // A format that is still being made would show a small picture large.
    .filter((set) => set.at(-1)?.width === widest);
  const sources = sets.filter(([file]) => file?.format !== fallback.format);
  const own = sets.find(([file]) => file?.format === fallback.format);
  return html`<picture>${sources.map((set) => html`<source type="${mime(set[0]?.format ?? '')}" srcset="${srcset(set)}" sizes="${shownAs}">`)}${img(
    own ? html` srcset="${srcset(own)}" sizes="${shownAs}"` : html``,
  )}</picture>`;
}

/** The `sizes` of a picture as wide as the page lets it be. */
export const wide = '(max-width: 1270px) 100vw, 1206px';

/** A picture of an asset in a figure; when no file of it is ready, its alternative text stands in its place. */
export function figure(
  pictures: Pictures,
  image: { assetId: string; alt: string; caption?: string | undefined },
  options: PictureOptions,
): Html {
  const shown = picture(pictures.get(image.assetId) ?? [], image.alt, options);
  const caption = image.caption ? html`<figcaption>${image.caption}</figcaption>` : null;
  if (!shown)
    return image.alt || caption ? html`<figure class="absent wide"><p>${image.alt}</p>${caption}</figure>` : html``;
  return html`<figure class="wide">${shown}${caption}</figure>`;
}

/** The largest file of a picture that any browser shows. */
export function largest(files: readonly PictureFile[]): PictureFile | undefined {
  return files
    .filter(({ purpose }) => purpose === 'responsive')
    .sort((a, b) => b.width - a.width || formats.indexOf(b.format) - formats.indexOf(a.format))[0];
}

/** The file for link cards and feeds: the crop made for them, else the nearest to 1,280 pixels. */
export function cardFile(files: readonly PictureFile[]): PictureFile | undefined {
  return files.find(({ purpose }) => purpose === 'card') ?? fallbackOf(files);
}

/** The square made for podcast apps. */
export function artworkFile(files: readonly PictureFile[]): PictureFile | undefined {
  return files.find(({ purpose, format }) => purpose === 'artwork' && format === 'jpeg');
}

function fallbackOf(files: readonly PictureFile[]): PictureFile | undefined {
  const modest = (format: string) =>
    files
      .filter((file) => file.purpose === 'responsive' && file.format === format)
      .sort((a, b) => Math.abs(a.width - 1280) - Math.abs(b.width - 1280))[0];
  return (
    modest('jpeg') ??
    modest('webp') ??
    files.find(({ purpose }) => purpose === 'card') ??
    files.find(({ purpose }) => purpose === 'thumb')
  );
}

function srcset(set: readonly PictureFile[]): string {
  return set.map((file) => `${mediaUrl(file)} ${file.width}w`).join(', ');
}
