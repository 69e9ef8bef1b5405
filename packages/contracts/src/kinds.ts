import { z } from 'zod';
import {
  type Document,
  documentHtml,
  documentText,
  emptyDocument,
  escapeHtml,
  type ImageHtml,
  nodes,
  storyDocument,
} from './document.ts';
import { httpUrl, line, text } from './fields.ts';
import { type Image, image } from './image.ts';
import type { ItemKind } from './item-kinds.ts';
import {
  type EpisodeContent,
  emptyEpisode,
  emptyVideo,
  episodeContent,
  episodeHtml,
  episodeImages,
  episodeRecordings,
  episodeText,
  missingOfEpisode,
  missingOfVideo,
  type VideoContent,
  videoContent,
  videoHtml,
  videoImages,
  videoRecordings,
  videoText,
} from './recordings.ts';

const storyContent = z.object({ leadImage: image.nullable(), body: storyDocument });
export type StoryContent = { leadImage: Image | null; body: Document };

export const dataTable = z
  .object({
    caption: text(300),
    columns: z.array(text(200)).min(1).max(20),
    rows: z.array(z.array(text(500))).max(500),
  })
  .refine(
    (table) => table.rows.every((row) => row.length === table.columns.length),
    'Give every row as many cells as there are columns',
  );

export const infographicContent = z.object({
  artwork: image.nullable(),
  longDescription: text(20_000),
  data: dataTable.nullable(),
  sources: z.array(z.object({ title: line(300), url: httpUrl.or(z.literal('')) })).max(50),
});
export type InfographicContent = z.infer<typeof infographicContent>;

/** What every kind of item answers about its content. A new kind is a new row in `kinds`, and one in `kindWords`. */
interface Kind<C> {
  content: z.ZodType<C>;
  empty: C;
  /** Every image in use, the most important first. */
  images: (content: C) => Image[];
  /** Every upload of sound or film it plays, the main one first; from those, files are made for each revision. */
  recordings: (content: C) => string[];
  /** All words, for search, comparison and feeds. */
  plainText: (content: C) => string;
  /** As HTML from a closed list of elements, for sites and letters that show the item whole, its lead image apart. */
  html: (content: C, image: ImageHtml) => string;
  /** Says to upload what makes the kind what it is where that is not there: no note replaces it. Null where it is. */
  lacks: (content: C) => string | null;
  /** What is missing for everybody, as sentences: what `lacks` says, and what people need who cannot see or hear it. */
  missing: (content: C) => string[];
}

const kind = <C>({ missing, ...definition }: Kind<C>): Kind<C> => ({
  ...definition,
  missing: (content) => [definition.lacks(content) ?? [], missing(content)].flat(),
});

export const kinds = {
  story: kind<StoryContent>({
    content: storyContent,
    empty: { leadImage: null, body: emptyDocument },
    images: storyImages,
    recordings: () => [],
    plainText: ({ body }) => documentText(body),
    html: ({ body }, image) => documentHtml(body, image),
    lacks: () => null,
    missing: (content) => missingAlt(storyImages(content)),
  }),
  infographic: kind<InfographicContent>({
    content: infographicContent,
    empty: { artwork: null, longDescription: '', data: null, sources: [] },
    images: ({ artwork }) => (artwork ? [artwork] : []),
    recordings: () => [],
    plainText: ({ longDescription, data, sources }) =>
      [
        longDescription,
        ...(data ? [data.caption, data.columns.join('\t'), ...data.rows.map((row) => row.join('\t'))] : []),
        ...sources.map(({ title, url }) => `${title} ${url}`.trim()),
      ].join('\n'),
    html: infographicHtml,
    lacks: ({ artwork }) => (artwork ? null : 'Upload the artwork.'),
    missing: (content) => [
      ...missingAlt(content.artwork ? [content.artwork] : []),
      ...(content.longDescription.trim() ? [] : ['Write the long description: everything the artwork says, in words.']),
    ],
  }),
  episode: kind<EpisodeContent>({
    content: episodeContent as z.ZodType<EpisodeContent>,
    empty: emptyEpisode,
    images: episodeImages,
    recordings: episodeRecordings,
    plainText: episodeText,
    html: episodeHtml,
    lacks: ({ audio }) => (audio ? null : 'Upload the audio.'),
    missing: (content) => [...missingOfEpisode(content), ...missingAlt(episodeImages(content))],
  }),
  video: kind<VideoContent>({
    content: videoContent as z.ZodType<VideoContent>,
    empty: emptyVideo,
    images: videoImages,
    recordings: videoRecordings,
    plainText: videoText,
    html: videoHtml,
    lacks: ({ video }) => (video ? null : 'Upload the video.'),
    missing: (content) => [...missingOfVideo(content), ...missingAlt(videoImages(content))],
  }),
} satisfies Record<ItemKind, unknown>;

export type ItemContent = StoryContent | InfographicContent | EpisodeContent | VideoContent;

/** Every upload that content uses, pictures and recordings, each once and the most important first. */
export function uploadsOf(kind: ItemKind, content: ItemContent): string[] {
  const { images, recordings } = kindOf(kind);
  return [...new Set([...images(content).map(({ assetId }) => assetId), ...recordings(content)])];
}

/** The definition of a kind, for content that is known to be of it. */
export function kindOf(name: ItemKind): Kind<ItemContent> {
  return kinds[name] as unknown as Kind<ItemContent>;
}

/** The artwork, what it says in words, the data behind it and where that is from. */
function infographicHtml({ artwork, longDescription, data, sources }: InfographicContent, image: ImageHtml): string {
  const cells = (row: string[], tag: 'th' | 'td') => row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('');
  const source = ({ title, url }: { title: string; url: string }) =>
    url ? `<a href="${escapeHtml(url)}" rel="noopener">${escapeHtml(title)}</a>` : escapeHtml(title);
  return [
    artwork && image(artwork),
    ...longDescription.split(/\n{2,}/).flatMap((part) => (part.trim() ? [`<p>${escapeHtml(part.trim())}</p>`] : [])),
    data &&
      `<table><caption>${escapeHtml(data.caption)}</caption><thead><tr>${cells(data.columns, 'th')}</tr></thead><tbody>${data.rows
        .map((row) => `<tr>${cells(row, 'td')}</tr>`)
        .join('')}</tbody></table>`,
    sources.length > 0 && `<h2>Sources</h2><ul>${sources.map((one) => `<li>${source(one)}</li>`).join('')}</ul>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function storyImages({ leadImage, body }: StoryContent): Image[] {
  const inBody = [...nodes(body)].flatMap((node) =>
    node.type === 'image' ? [{ assetId: node.attrs.assetId, alt: node.attrs.alt }] : [],
  );
  return leadImage ? [leadImage, ...inBody] : inBody;
}

function missingAlt(images: Image[]): string[] {
  const without = images.filter(({ alt }) => !alt.trim()).length;
  if (without === 0) return [];
  return [without === 1 ? 'Describe the image in its alt text.' : `Describe ${without} images in their alt text.`];
}
