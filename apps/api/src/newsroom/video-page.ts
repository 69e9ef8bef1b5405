import { documentHtml } from '@mobilise/contracts/document';
import type { VideoContent } from '@mobilise/contracts/recordings';
import { mediaUrl } from '../thumbs.ts';
import { sayLength } from './dates.ts';
import { html, isBlank, printable, raw } from './html.ts';
import { type ItemPage, itemLayout } from './item-page.ts';
import { mediaType } from './media.ts';
import { figure, largest, wide } from './picture.ts';
import { chaptersHtml, type Recording, recordingHtml, scriptsOf, transcriptHtml } from './recording.ts';
import { type MadeFile, type PictureFile, posterFiles } from './site.ts';

/** Pixels: a film wider than that is for screens that can show it. */
const modest = 960;

/** The page of a video: the film with its captions, chapters, what is written about it, and everything that is said, in words. */
export function videoPage(page: ItemPage, content: VideoContent): string {
  const { item, pictures, origin } = page;
  const films = filmsOf(page);
  const poster = posterOf(page, content);
  const recording = recordingOf(page, content, films, poster);
  const prose = documentHtml(content.description, (image) => figure(pictures, image, { sizes: wide }).markup);
  const [film] = films;
  return itemLayout(
    page,
    html`${recording ? html`<div class="hero">${recordingHtml(recording)}</div>` : html`<p class="player">The film is not ready yet.</p>`}
${film?.duration && html`<p class="meta place">${sayLength(film.duration)}</p>`}
${recording && chaptersHtml(recording)}
${!isBlank(prose) && html`<div class="prose">${raw(printable(prose))}</div>`}
${recording && transcriptHtml(recording, 'What is said')}`,
    {
      '@type': 'VideoObject',
      name: item.title,
      uploadDate: item.publishedAt.toISOString(),
      ...(poster && { thumbnailUrl: origin + mediaUrl(poster) }),
      ...(film && {
        contentUrl: origin + mediaUrl(film),
        encodingFormat: mediaType(film.format),
        ...(film.duration && { duration: `PT${Math.round(film.duration / 1000)}S` }),
      }),
    },
    { scripts: recording ? scriptsOf(recording) : [] },
  );
}

/** The films that browsers play, the widest first. */
function filmsOf({ files, item }: ItemPage): MadeFile[] {
  return (files.get(item.revisionId) ?? [])
    .filter(({ purpose, format }) => purpose === 'film' && (format === 'mp4' || format === 'webm'))
    .sort((a, b) => b.width - a.width);
}

/** What is shown before it plays: the picture chosen for it, else the frame that the pipeline chose. */
function posterOf(page: ItemPage, { poster }: VideoContent): PictureFile | undefined {
  const chosen = poster && largestJpeg(page.pictures.get(poster.assetId) ?? []);
  return chosen ?? posterFiles(page, page.item)[0];
}

function largestJpeg(files: readonly PictureFile[]): PictureFile | undefined {
  const jpegs = files.filter(({ format }) => format === 'jpeg');
  return largest(jpegs) ?? jpegs[0];
}

function recordingOf(
  { item, site, files }: ItemPage,
  { captions, chapters }: VideoContent,
  films: readonly MadeFile[],
  poster: PictureFile | undefined,
): Recording | null {
  const [widest] = films;
  if (!widest) return null;
  const track = (files.get(item.revisionId) ?? []).find(
    ({ purpose, format }) => purpose === 'captions' && format === 'vtt',
  );
  const narrow = films.filter(({ width }) => width <= modest).slice(0, 1);
  const sources = [
    ...narrow.map(
      (film) =>
        html`<source src="${mediaUrl(film)}" type="${mediaType(film.format)}"${film !== widest && html` media="(max-width: ${modest}px)"`}>`,
    ),
    ...(narrow.includes(widest) ? [] : [html`<source src="${mediaUrl(widest)}" type="${mediaType(widest.format)}">`]),
  ];
  const language = captions?.language ?? 'en-GB';
  return {
    key: item.itemId,
    title: item.title,
    artist: site.name,
    cover: poster ? mediaUrl(poster) : null,
    element: html`<video controls preload="none" aria-label="${item.title}" playsinline width="${widest.width}" height="${widest.height}"${poster && html` poster="${mediaUrl(poster)}"`}>${sources}${track && html`<track kind="captions" src="${mediaUrl(track)}" srclang="${language}" label="Captions" default>`}</video>`,
    length: widest.duration,
    path: mediaUrl(widest),
    chapters,
    cues: captions?.cues ?? [],
  };
}
