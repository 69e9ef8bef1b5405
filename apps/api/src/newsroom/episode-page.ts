import { chaptersBehind } from '@mobilise/contracts/chapters/edit-chapters';
import { documentHtml } from '@mobilise/contracts/document';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { mediaUrl } from '../thumbs.ts';
import { sayLength } from './dates.ts';
import { type Html, html, isBlank, printable, raw } from './html.ts';
import { type ItemPage, itemLayout } from './item-page.ts';
import { mediaType } from './media.ts';
import { artworkFile, cardFile, figure, picture, wide } from './picture.ts';
import { chaptersHtml, moved, type Recording, recordingHtml, scriptsOf, transcriptHtml } from './recording.ts';
import { episodeFile, episodeFiles, paths } from './site.ts';

/** The page of an episode: what is heard, its chapters, notes and people, and everything that is said, in words. */
export function episodePage(page: ItemPage, content: EpisodeContent): string {
  const { show, site, pictures } = page;
  const recording = recordingOf(page, content);
  const notes = documentHtml(content.notes, (image) => figure(pictures, image, { sizes: wide }).markup);
  return itemLayout(
    page,
    html`${coverHtml(page, content)}
${recording ? recordingHtml(recording) : html`<p class="player">The audio of this episode is not ready yet.</p>`}
${placeHtml(page, content)}
${recording && chaptersHtml(recording)}
${!isBlank(notes) && html`<div class="prose notes">${raw(printable(notes))}</div>`}
${peopleHtml(page, content)}
${recording && transcriptHtml(recording)}`,
    structured(page, content),
    {
      scripts: recording ? scriptsOf(recording) : [],
      ...(show && { feeds: [{ title: show.title, path: paths.showFeed(site, show) }] }),
      crumb: show && { name: show.title, path: paths.show(site, show) },
    },
  );
}

function recordingOf(page: ItemPage, content: EpisodeContent): Recording | null {
  const { item, site, show, leadIn } = page;
  const files = episodeFiles(page, item);
  const [usual] = files;
  if (!usual) return null;
  const sources = files.map(
    (file) => html`<source src="${paths.enclosure(site, item, file)}" type="${mediaType(file.format)}">`,
  );
  const cover = artworkFile(page.pictures.get(content.artwork?.assetId ?? show?.artworkId ?? '') ?? []);
  return {
    key: item.itemId,
    title: item.title,
    artist: show?.title ?? site.name,
    cover: cover ? mediaUrl(cover) : null,
    element: html`<audio controls preload="none" aria-label="${item.title}">${sources}</audio>`,
    length: usual.duration,
    path: paths.enclosure(site, item, usual),
    chapters: chaptersBehind(leadIn, content.chapters),
    cues: moved(content.transcript?.cues ?? [], leadIn),
  };
}

/** The cover, beside which the title says what it is. */
function coverHtml({ pictures, show }: ItemPage, { artwork }: EpisodeContent): Html | null {
  const files = pictures.get(artwork?.assetId ?? show?.artworkId ?? '') ?? [];
  const shown = picture(files, artwork?.alt ?? '', { sizes: '12rem', first: true });
  return shown && html`<div class="cover-art">${shown}</div>`;
}

/** The show it belongs to, its place in it, its length, and the file to keep. */
function placeHtml(page: ItemPage, { season, number, type, explicit }: EpisodeContent): Html {
  const { item, show, site } = page;
  const file = episodeFile(page, item);
  const parts = [
    show && html`<a href="${paths.show(site, show)}">${show.title}</a>`,
    season !== null && `Season ${season}`,
    number !== null && `Episode ${number}`,
    type !== 'full' && (type === 'trailer' ? 'Trailer' : 'Bonus'),
    explicit && 'Explicit',
    file?.duration && sayLength(file.duration),
    file && html`<a href="${paths.enclosure(site, item, file)}" download>Download</a>`,
  ].filter((part) => part !== false && part !== null && part !== undefined && part !== 0);
  return html`<p class="meta place">${parts.map((part, index) => html`${index > 0 && ' · '}${part}`)}</p>`;
}

function peopleHtml({ pictures }: ItemPage, { people }: EpisodeContent): Html | null {
  if (people.length === 0) return null;
  return html`<section class="section" aria-labelledby="people"><h2 id="people">People</h2><ul class="people">${people.map(
    ({ name, role, url, picture: image }) => {
      const face = image && cardFile(pictures.get(image.assetId) ?? []);
      return html`<li>${face && html`<img src="${mediaUrl(face)}" width="${face.width}" height="${face.height}" alt="${image.alt}" loading="lazy">`}<span>${url ? html`<a href="${url}" rel="noopener">${name}</a>` : name}<br><span class="meta">${role}</span></span></li>`;
    },
  )}</ul></section>`;
}

function structured(page: ItemPage, { season, number }: EpisodeContent): Record<string, unknown> {
  const { item, show, site, origin } = page;
  const file = episodeFile(page, item);
  const duration = file?.duration && `PT${Math.round(file.duration / 1000)}S`;
  return {
    '@type': 'PodcastEpisode',
    name: item.title,
    ...(duration && { timeRequired: duration }),
    ...(number !== null && { episodeNumber: number }),
    ...(season !== null && { partOfSeason: { '@type': 'PodcastSeason', seasonNumber: season } }),
    ...(show && {
      inLanguage: show.language,
      partOfSeries: {
        '@type': 'PodcastSeries',
        name: show.title,
        url: origin + paths.show(site, show),
        webFeed: origin + paths.showFeed(site, show),
      },
    }),
    ...(file && {
      associatedMedia: {
        '@type': 'AudioObject',
        contentUrl: origin + paths.enclosure(site, item, file),
        encodingFormat: mediaType(file.format),
        contentSize: String(file.bytes),
        ...(duration && { duration }),
      },
    }),
  };
}
