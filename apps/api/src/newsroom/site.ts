import type { Image } from '@mobilise/contracts/image';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import type { shows } from '@mobilise/db/schema/shows';

/** A newsroom site: a channel of kind `newsroom` and the team it belongs to. */
export interface Site {
  channelId: string;
  workspaceId: string;
  /** The team's name. */
  name: string;
  slug: string;
  description: string;
  colour: string;
  zone: string;
  /** The newsletter that the team's public may subscribe to. */
  newsletterId: string | null;
  /** Its podcast shows of which something is out, by title. */
  shows: readonly Pick<PublicShow, 'slug' | 'title'>[];
}

/** An item as the public sees it: the revision that its newest published post carries. */
export interface Published {
  postId: string;
  itemId: string;
  revisionId: string;
  /** The show of an episode. */
  showId: string | null;
  /** What feeds know an episode by, where that is not its id. */
  guid: string | null;
  /** The cover of its show. */
  coverId: string | null;
  kind: ItemKind;
  slug: string;
  title: string;
  summary: string;
  /** In lists, what is said in a recording is left out: `cues` are empty then. */
  content: ItemContent;
  /** When it first appeared on this site. */
  publishedAt: Date;
  /** When the revision shown appeared; later than `publishedAt` after an update. */
  updatedAt: Date;
  campaign: PublishedCampaign | null;
}

/** What was wrong with an item, and since when its page says so. */
export interface PublicCorrection {
  statement: string;
  at: Date;
}

export interface PublishedCampaign {
  id: string;
  name: string;
  slug: string;
  summary: string;
  colour: string;
  startsOn: string | null;
  endsOn: string | null;
}

/** One file of a picture. Sizes in pixels. */
export interface PictureFile {
  purpose: string;
  format: string;
  width: number;
  height: number;
  bytes: number;
  sha256: string;
}

/** The files of every picture a page shows, by asset. */
export type Pictures = ReadonlyMap<string, readonly PictureFile[]>;

/** A podcast show as the public sees it. */
export type PublicShow = typeof shows.$inferSelect;

/** A file made for a revision from its recordings. Sizes in pixels, `duration` in milliseconds. */
export interface MadeFile extends PictureFile {
  duration: number | null;
}

/** Where people talk about an item. */
export interface Conversation {
  protocol: 'activitypub' | 'atproto';
  url: string;
  /** As the platform writes it, where it is known. */
  account: string | null;
}

/** What every page is drawn with. */
export interface PageContext {
  site: Site;
  /** Origin of absolute addresses, without a trailing slash. */
  origin: string;
  pictures: Pictures;
  /** What was made from recordings, by revision. */
  files: ReadonlyMap<string, readonly MadeFile[]>;
  /** By item, the newest first; of the items that are shown whole. */
  corrections: ReadonlyMap<string, readonly PublicCorrection[]>;
}

/** The picture that stands for an item: of an episode its cover, or its show's. */
export function mainImage({
  kind,
  content,
  coverId,
}: Pick<Published, 'kind' | 'content' | 'coverId'>): Image | undefined {
  const cover = coverId ? { assetId: coverId, alt: '' } : undefined;
  return ('audio' in content ? (content.artwork ?? cover) : undefined) ?? kindOf(kind).images(content)[0];
}

/** The stills of a video that were made for its revision, the largest first; none for whatever else. */
export function posterFiles({ files }: Pick<PageContext, 'files'>, { revisionId }: Published): MadeFile[] {
  const made = files.get(revisionId) ?? [];
  return made
    .filter(({ purpose, format }) => purpose === 'poster' && format === 'jpeg')
    .sort((a, b) => b.width - a.width);
}

/** Best first: every player plays the first. */
const episodeFormats = ['mp3', 'm4a'];

/** The files of an episode as it goes out, the usual one first; none while they are missing. */
export function episodeFiles(
  { files }: Pick<PageContext, 'files'>,
  { revisionId }: { revisionId: string },
): MadeFile[] {
  return (files.get(revisionId) ?? [])
    .filter(({ purpose, format }) => purpose === 'episode' && episodeFormats.includes(format))
    .sort((a, b) => episodeFormats.indexOf(a.format) - episodeFormats.indexOf(b.format));
}

export function episodeFile(context: Pick<PageContext, 'files'>, item: { revisionId: string }): MadeFile | undefined {
  return episodeFiles(context, item)[0];
}

export const paths = {
  index: (site: { slug: string }) => `/news/${site.slug}`,
  page: (site: { slug: string }, number: number) =>
    number === 1 ? `/news/${site.slug}` : `/news/${site.slug}/page/${number}`,
  item: (site: { slug: string }, item: { slug: string }) => `/news/${site.slug}/${item.slug}`,
  data: (site: { slug: string }, item: { slug: string }) => `/news/${site.slug}/${item.slug}/data.csv`,
  campaign: (site: { slug: string }, campaign: { slug: string }) => `/news/${site.slug}/campaigns/${campaign.slug}`,
  rss: (site: { slug: string }) => `/news/${site.slug}/feed.xml`,
  atom: (site: { slug: string }) => `/news/${site.slug}/atom.xml`,
  jsonFeed: (site: { slug: string }) => `/news/${site.slug}/feed.json`,
  show: (site: { slug: string }, show: { slug: string }, number = 1) =>
    `/news/${site.slug}/shows/${show.slug}${number === 1 ? '' : `/page/${number}`}`,
  showFeed: (site: { slug: string }, show: { slug: string }) => `/news/${site.slug}/shows/${show.slug}/feed.xml`,
  enclosure: (site: { slug: string }, item: { itemId: string }, file: { sha256: string; format: string }) =>
    `/news/${site.slug}/episodes/${item.itemId}/${file.sha256}.${file.format}`,
  /** What stands beside an episode: `chapters.json`, `transcript.vtt` … */
  beside: (site: { slug: string }, item: { itemId: string; revisionId: string }, name: string) =>
    `/news/${site.slug}/episodes/${item.itemId}/${item.revisionId}/${name}`,
  sitemap: (site: { slug: string }) => `/news/${site.slug}/sitemap.xml`,
};
