import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type InfographicContent, kindOf, type StoryContent } from '@mobilise/contracts/kinds';
import type { EpisodeContent, VideoContent } from '@mobilise/contracts/recordings';
import type { Db } from '@mobilise/db/connect';
import { campaignLimit, campaignPage } from './campaign-page.ts';
import { tableCsv } from './csv.ts';
import { besideEpisode } from './episode-files.ts';
import { episodePage } from './episode-page.ts';
import { atomFeed, feedSize, jsonFeed, robots, rssFeed, sitemap } from './feeds.ts';
import { loadFiles } from './file-queries.ts';
import { indexPage, pageSize } from './index-page.ts';
import { infographicPage } from './infographic-page.ts';
import type { ItemPage } from './item-page.ts';
import type { Page } from './page-cache.ts';
import {
  countPublished,
  findCampaign,
  findPublished,
  findSite,
  listAddresses,
  listPublished,
  listSites,
  loadCorrections,
  loadPictures,
} from './queries.ts';
import { showFeed } from './show-feed.ts';
import { episodesAPage, showPage } from './show-page.ts';
import { findEpisodeRevision, findShow, leadInOf, loadConversations, showOf } from './show-queries.ts';
import { mainImage, type PageContext, type PublicShow, type Published, type Site } from './site.ts';
import { storyPage } from './story-page.ts';
import { videoPage } from './video-page.ts';

/** What a page is made from. */
export interface Source {
  db: Db;
  origin: string;
}

/** Makes the page at an address; null when there is none. */
export type Load = (source: Source, params: Record<string, string>) => Promise<Page | null>;

const htmlType = 'text/html; charset=utf-8';
/** Stories shown after one. */
const relatedSize = 3;

/** How each kind of item is drawn; a new kind is a new row. */
const itemPages: Record<ItemKind, (page: ItemPage) => string> = {
  story: (page) => storyPage(page, page.item.content as StoryContent),
  infographic: (page) => infographicPage(page, page.item.content as InfographicContent),
  episode: (page) => episodePage(page, page.item.content as EpisodeContent),
  video: (page) => videoPage(page, page.item.content as VideoContent),
};

/** The page of the first part of an address, for whatever lies below it. */
function onSite(
  load: (source: Source, site: Site, params: Record<string, string>) => Promise<Omit<Page, 'workspaceId'> | null>,
): Load {
  return async (source, params) => {
    const site = await findSite(source.db, params['site'] ?? '');
    const page = site && (await load(source, site, params));
    return page && { ...page, workspaceId: site.workspaceId };
  };
}

export const loadIndex = onSite(async (source, site, params) => {
  const number = Number(params['page'] ?? 1);
  const pages = Math.max(1, Math.ceil((await countPublished(source.db, site)) / pageSize));
  if (number > pages) return null;
  const items = await listPublished(source.db, site, { limit: pageSize, offset: (number - 1) * pageSize });
  return { type: htmlType, body: indexPage(await contextOf(source, site, items), items, { number, pages }) };
});

export const loadItem = onSite(async (source, site, params) => {
  const item = await findPublished(source.db, site, params['slug'] ?? '');
  if (!item) return null;
  const related = await relatedTo(source.db, site, item);
  const show = await showOf(source.db, site, item.showId);
  const context = await contextOf(source, site, related, { images: imagesOf(item), whole: [item] });
  const leadIn = 'audio' in item.content ? await leadInOf(source.db, item.content) : 0;
  return {
    type: htmlType,
    postId: item.postId,
    plays: kindOf(item.kind).recordings(item.content).length > 0,
    body: itemPages[item.kind]({ ...context, item, related, show, leadIn }),
  };
});

export const loadCampaign = onSite(async (source, site, params) => {
  const campaign = await findCampaign(source.db, site, params['slug'] ?? '');
  if (!campaign) return null;
  const items = await listPublished(source.db, site, { campaignId: campaign.id, limit: campaignLimit });
  // A campaign is announced by its first publication, not by its being planned.
  if (items.length === 0) return null;
  return { type: htmlType, body: campaignPage(await contextOf(source, site, items), campaign, items) };
});

export const loadData = onSite(async (source, site, params) => {
  const item = await findPublished(source.db, site, params['slug'] ?? '');
  const table = item && 'data' in item.content ? item.content.data : null;
  return table && { type: 'text/csv; charset=utf-8', body: tableCsv(table) };
});

/** More than any show has: Apple takes 2,000. */
const feedLimit = 5000;

export const loadShow = onSite(async (source, site, params) => {
  const show = await findShow(source.db, site, params['slug'] ?? '');
  if (!show) return null;
  const number = Number(params['page'] ?? 1);
  const pages = Math.max(1, Math.ceil((await countPublished(source.db, site, show.id)) / episodesAPage));
  if (number > pages) return null;
  const part = { limit: episodesAPage, offset: (number - 1) * episodesAPage };
  const episodes = await listPublished(source.db, site, { showId: show.id, ...part });
  const context = await contextOf(source, site, episodes, { images: coverOf(show) });
  return { type: htmlType, body: showPage(context, show, episodes, { number, pages }) };
});

export const loadShowFeed = onSite(async (source, site, params) => {
  const show = await findShow(source.db, site, params['slug'] ?? '');
  if (!show) return null;
  const episodes = await listPublished(source.db, site, { showId: show.id, limit: feedLimit });
  const images = [...coverOf(show), ...episodes.flatMap(imagesOf)];
  const context = await contextOf(source, site, episodes, { images });
  const itemIds = episodes.map(({ itemId }) => itemId);
  const conversations = await loadConversations(source.db, site, itemIds);
  return {
    type: 'application/rss+xml; charset=utf-8',
    body: showFeed({ ...context, show, episodes, conversations }),
    ...(show.newFeedUrl && { movedTo: show.newFeedUrl }),
  };
});

/** A transcript or the chapters of an episode. */
export const loadBeside = onSite((source, site, params) => besideOf(source, site, params, 'out'));

/** Whether there was such a transcript, or such chapters, until the episode was taken down. */
export async function isBesideGone(source: Source, params: Record<string, string>): Promise<boolean> {
  const site = await findSite(source.db, params['site'] ?? '');
  return site !== null && (await besideOf(source, site, params, 'gone')) !== null;
}

async function besideOf({ db }: Source, site: Site, params: Record<string, string>, standing: 'out' | 'gone') {
  const { item: itemId = '', revision: revisionId = '', name = '' } = params;
  const write = Object.hasOwn(besideEpisode, name) ? besideEpisode[name] : undefined;
  if (!write) return null;
  const episode = await findEpisodeRevision(db, site, { itemId, revisionId });
  return episode?.standing === standing ? write({ ...episode, leadIn: await leadInOf(db, episode.content) }) : null;
}

export const loadSitemap = onSite(async ({ db, origin }, site) => ({
  type: 'application/xml; charset=utf-8',
  body: sitemap({ site, origin }, await listAddresses(db, site)),
}));

export const loadRss = feed('application/rss+xml; charset=utf-8', rssFeed);
export const loadAtom = feed('application/atom+xml; charset=utf-8', atomFeed);
export const loadJsonFeed = feed('application/feed+json; charset=utf-8', jsonFeed);

export const loadRobots: Load = async ({ db, origin }) => ({
  workspaceId: null,
  type: 'text/plain; charset=utf-8',
  body: robots(await listSites(db), origin),
});

function feed(type: string, render: (context: PageContext, items: readonly Published[]) => string): Load {
  return onSite(async (source, site) => {
    const items = await listPublished(source.db, site, { limit: feedSize });
    const images = items.flatMap(imagesOf);
    return { type, body: render(await contextOf(source, site, [], { images, whole: items }), items) };
  });
}

/** Every picture that an item may be shown with. */
const imagesOf = (item: Published) =>
  [...kindOf(item.kind).images(item.content), ...(mainImage(item) ? [mainImage(item)] : [])].filter(
    (image) => image !== undefined,
  );

const coverOf = ({ artworkId }: PublicShow) => (artworkId ? [{ assetId: artworkId }] : []);

/** Others of the same campaign; when it has none, the latest. */
async function relatedTo(db: Db, site: Site, item: Published): Promise<Published[]> {
  const others = { except: item.itemId, limit: relatedSize };
  const inCampaign = item.campaign ? await listPublished(db, site, { ...others, campaignId: item.campaign.id }) : [];
  return inCampaign.length > 0 ? inCampaign : listPublished(db, site, others);
}

/** What pages are drawn with: the first picture of each card, the pictures a page shows itself, and what was wrong with items shown whole. */
async function contextOf(
  { db, origin }: Source,
  site: Site,
  cards: readonly Published[],
  { images = [], whole = [] }: { images?: readonly { assetId: string }[]; whole?: readonly Published[] } = {},
): Promise<PageContext> {
  const shown = [...cards.flatMap((item) => mainImage(item) ?? []), ...images];
  const playable = [...cards, ...whole].filter(({ kind }) => kind === 'episode' || kind === 'video');
  return {
    site,
    origin,
    pictures: await loadPictures(
      db,
      site,
      shown.map(({ assetId }) => assetId),
    ),
    files: await loadFiles(
      db,
      playable.map(({ revisionId }) => revisionId),
    ),
    corrections: await loadCorrections(
      db,
      site,
      whole.map(({ itemId }) => itemId),
    ),
  };
}
