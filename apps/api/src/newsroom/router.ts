import { id as idSchema, slug as slugSchema } from '@mobilise/contracts/fields';
import { isConnectionError } from '@mobilise/db/connect';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Context } from '../context.ts';
import { findAsset } from './assets.ts';
import { createDownloads } from './downloads.ts';
import { sendEnclosure } from './enclosure.ts';
import { type ErrorStatus, errorPage } from './error-page.ts';
import { type Deps, immutable, sendMedia } from './media.ts';
import { findMoved } from './moved.ts';
import { createPageCache } from './page-cache.ts';
import {
  isBesideGone,
  type Load,
  loadAtom,
  loadBeside,
  loadCampaign,
  loadData,
  loadIndex,
  loadItem,
  loadJsonFeed,
  loadRobots,
  loadRss,
  loadShow,
  loadShowFeed,
  loadSitemap,
} from './pages.ts';
import { publicErrors } from './public-errors.ts';
import { findGone, findSite, loadCorrections } from './queries.ts';
import { publicHeaders, revalidate, sendPage } from './respond.ts';
import { createViews } from './views.ts';

export type NewsroomContext = Pick<Context, 'db' | 'live' | 'log' | 'settings' | 'storage'> & Pick<Deps, 'isMember'>;

export interface Newsroom {
  /** Answers `/news/…`, `/media/…` and `/robots.txt`, and nothing else; mount it at the root. */
  router: Router;
  /** Writes the page views and downloads counted so far. */
  flushCounts: () => Promise<void>;
  /** To be called once requests have ended: writes the last of them. */
  drain: () => Promise<void>;
}

/** A change nobody announced shows after this long, in milliseconds. */
const maxAge = 5000;
/** Bytes of rendered pages held: some hundreds of stories. */
const maxBytes = 24 * 1024 * 1024;
/** Nouns whose changes a public page may show. */
const shownNouns = new Set(['assets', 'campaigns', 'channels', 'items', 'posts', 'shows', 'workspaces']);

/** The public newsroom sites: pages, feeds and pictures. */
export function newsroomRouter({ db, live, log, settings, storage, isMember }: NewsroomContext): Newsroom {
  const source = { db, origin: settings.publicUrl };
  const headers = publicHeaders(settings.publicUrl);
  const playingHeaders = publicHeaders(settings.publicUrl, { plays: true });
  const openHeaders = {
    ...headers,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  const views = createViews({ db, log });
  const downloads = createDownloads({ db, log, storage });
  const cache = createPageCache({ maxAge, maxBytes, mayCover: isConnectionError });
  live.listen((change) => {
    if (change === null) cache.drop(null);
    else if (shownNouns.has(change.noun)) cache.drop(change.workspaceId);
  });

  /** Serves what `load` makes of the address; `more` headers go with it. */
  const page =
    (load: Load, more: Record<string, string> = headers): RequestHandler =>
    async (request, response, next) => {
      const params = request.params as Record<string, string>;
      if (!readOnly(request) || !isAddress(params)) return next();
      const found = await cache.get(request.path, () => load(source, params));
      if (!found) return next();
      if (found.postId)
        views.count(
          { postId: found.postId, site: params['site'] ?? '' },
          { method: request.method, headers: request.headers, address: request.ip ?? '' },
        );
      const shown = found.plays ? playingHeaders : more;
      await sendPage(request, response, {
        page: found,
        cache,
        ...(found.movedTo ? { status: 301, headers: { ...shown, Location: found.movedTo } } : { headers: shown }),
      });
    };

  const router = express.Router({ caseSensitive: true, strict: true });
  // First because it is asked for most; no slug has a dot, so what follows is not taken for one.
  router.all('/news/:site/:slug', page(loadItem));
  router.all('/robots.txt', page(loadRobots));
  router.all('/media/:file', (request, response, next) =>
    readOnly(request) ? sendMedia({ db, storage, isMember }, request, response) : next(),
  );
  router.all('/news/assets/:file', (request, response, next) => {
    const asset = readOnly(request) ? findAsset(String(request.params['file'])) : null;
    if (!asset) return next();
    response.set({ ...headers, 'Cache-Control': immutable, 'Content-Type': asset.type }).send(asset.bytes);
  });
  router.all('/news/:site', page(loadIndex));
  router.all('/news/:site/feed.xml', page(loadRss, openHeaders));
  router.all('/news/:site/atom.xml', page(loadAtom, openHeaders));
  router.all('/news/:site/feed.json', page(loadJsonFeed, openHeaders));
  router.all('/news/:site/sitemap.xml', page(loadSitemap));
  router.all('/news/:site/page/:page', firstIsFront, page(loadIndex));
  router.all('/news/:site/shows/:slug', page(loadShow));
  router.all('/news/:site/shows/:slug/page/:page', firstIsFront, page(loadShow));
  router.all('/news/:site/shows/:slug/feed.xml', page(loadShowFeed, openHeaders));
  router.all('/news/:site/episodes/:item/:file', async (request, response, next) => {
    if (!readOnly(request) || !isAddress(request.params as Record<string, string>)) return next();
    const found = await sendEnclosure({ db, storage, downloads }, request, response);
    if (found === 'gone') return fail(request, response, 410);
    if (!found) return next();
  });
  router.all(
    '/news/:site/episodes/:item/:revision/:name',
    page(loadBeside, openHeaders),
    async (request, response, next) => {
      const params = request.params as Record<string, string>;
      if (readOnly(request) && isAddress(params) && (await isBesideGone(source, params)))
        return fail(request, response, 410);
      next();
    },
  );
  router.all('/news/:site/campaigns/:slug', page(loadCampaign));
  router.all('/news/:site/:slug/data.csv', page(loadData, { ...headers, 'Content-Disposition': 'attachment' }));

  /** Sends a page about an error; it is not kept. */
  const fail = async (
    request: Request,
    response: Response,
    status: ErrorStatus,
    { withSite = true, why }: { withSite?: boolean; why?: string | undefined } = {},
  ) => {
    const name = /^\/news\/([^/]+)/.exec(request.path)?.[1] ?? '';
    const site = withSite && slugSchema.safeParse(name).success ? await findSite(db, name) : null;
    response
      .status(status)
      .set({ ...headers, 'Cache-Control': 'no-store' })
      .type('html')
      .send(errorPage(status, site, why));
  };

  router.all(['/robots.txt', '/media/*rest', '/news', '/news/*rest'], async (request, response) => {
    if (!readOnly(request)) {
      response.set('Allow', 'GET, HEAD');
      return fail(request, response, 405);
    }
    // An address typed with a slash at its end means the one without.
    const path = request.path.replace(/^(\/news\/[^/].*[^/])\/$/, '$1');
    const now = (await findMoved(db, path)) ?? path;
    if (now !== request.path) {
      const [, query = ''] = /(\?.*)$/.exec(request.url) ?? [];
      return void response.set({ ...openHeaders, 'Cache-Control': revalidate }).redirect(301, now + query);
    }
    const gone = await findGoneAt(request.path);
    return gone ? fail(request, response, 410, gone) : fail(request, response, 404);
  });

  /** Why a page that was there is not any more, as far as the public was told; null when there never was one. */
  const findGoneAt = async (path: string): Promise<{ why: string | undefined } | null> => {
    const [, siteSlug, slug] = /^\/news\/([a-z0-9-]{1,80})\/([a-z0-9-]{1,80})(?:\/data\.csv)?$/.exec(path) ?? [];
    const site = siteSlug && slug ? await findSite(db, siteSlug) : null;
    const itemId = site && slug ? await findGone(db, site, slug) : null;
    if (!site || !itemId) return null;
    const [last] = (await loadCorrections(db, site, [itemId], 'remove')).get(itemId) ?? [];
    return { why: last?.statement };
  };

  router.use(publicErrors(log, (request, response, status) => fail(request, response, status, { withSite: false })));

  const both = async (run: 'flush' | 'drain') => {
    await Promise.all([views[run](), downloads[run]()]);
  };
  return { router, flushCounts: () => both('flush'), drain: () => both('drain') };
}

/** The first page of a list has the address of the list. */
const firstIsFront: RequestHandler = (request, response, next) => {
  if (request.params['page'] !== '1') return next();
  response.redirect(301, request.path.replace(/\/page\/1$/, ''));
};

function readOnly({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Whether an address could name something, before the database is asked. */
function isAddress({ site, slug, page, item, revision }: Record<string, string>): boolean {
  if ([item, revision].some((part) => part !== undefined && !idSchema.safeParse(part).success)) return false;
  if (page !== undefined && !/^[1-9]\d{0,4}$/.test(page)) return false;
  return [site, slug].every((part) => part === undefined || slugSchema.safeParse(part).success);
}
