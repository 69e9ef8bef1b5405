import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { ItemContent } from '@mobilise/contracts/kinds';

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
}

/** An item as the public sees it: the revision that its newest published post carries. */
export interface Published {
  postId: string;
  itemId: string;
  kind: ItemKind;
  slug: string;
  title: string;
  summary: string;
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

/** What every page is drawn with. */
export interface PageContext {
  site: Site;
  /** Origin of absolute addresses, without a trailing slash. */
  origin: string;
  pictures: Pictures;
  /** By item, the newest first; of the items that are shown whole. */
  corrections: ReadonlyMap<string, readonly PublicCorrection[]>;
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
  sitemap: (site: { slug: string }) => `/news/${site.slug}/sitemap.xml`,
};
