import { normaliseEmail } from '@mobilise/contracts/email-address';
import { id as idField } from '@mobilise/contracts/fields';
import type { Db } from '@mobilise/db/connect';
import { channels } from '@mobilise/db/schema/channels';
import { sealingKey } from '@mobilise/db/secrets';
import { and, asc, eq, sql } from 'drizzle-orm';
import express, { type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Context } from '../context.ts';
import {
  askToSubscribe,
  confirmSubscription,
  findNewsletter,
  findToConfirm,
  findToLeave,
  leave,
  type Newsletter,
} from '../newsletters.ts';
import { errorPage } from './error-page.ts';
import {
  askedPage,
  confirmedPage,
  confirmPage,
  formPage,
  goneLinkPage,
  leavePage,
  leftPage,
  tooManyPage,
} from './newsletter-pages.ts';
import { publicErrors } from './public-errors.ts';
import { findSite } from './queries.ts';
import { publicHeaders } from './respond.ts';
import type { Site } from './site.ts';

/** Minutes, and how often one address may ask in them; a whole hospital may share one. */
const window = 10;
const mostAsked = 30;
/** Bytes of the largest form. */
const bodyLimit = '8kb';

type NewsletterContext = Pick<Context, 'db' | 'boss' | 'log' | 'settings'>;

/**
 * The public's side of newsletters: subscribing, confirming, leaving. Programs that look at mail follow links, so a link only ever
 * shows a page with a button. Unsubscribing needs nothing but its link (RFC 8058): no cookie, no session, no page of ours before it.
 */
export function newsletterRouter({ db, boss, log, settings }: NewsletterContext): Router {
  const key = sealingKey(settings.secret);
  const desk = () => ({ db, key, now: new Date() });
  const headers = publicHeaders(settings.publicUrl);
  const policy = headers['Content-Security-Policy']?.replace("form-action 'none'", "form-action 'self'") ?? '';
  const send = (response: Response, body: string, status = 200) =>
    void response
      .status(status)
      .set({
        ...headers,
        'Content-Security-Policy': policy,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Robots-Tag': 'noindex',
      })
      .type('html')
      .send(body);
  const none = (response: Response) => send(response, errorPage(404, null), 404);
  const tooMany = (_request: Request, response: Response) => send(response, tooManyPage(), 429);
  const limited = rateLimit({
    windowMs: window * 60_000,
    limit: mostAsked,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: tooMany,
  });
  const form = express.urlencoded({ extended: false, limit: bodyLimit, parameterLimit: 10 });
  const router = express.Router({ caseSensitive: true });

  router.get('/newsletters/confirm/:token', async (request, response) => {
    const found = await findToConfirm(desk(), request.params.token);
    const shown = found && (await shownOf(db, found.channelId));
    if (!shown) return send(response, goneLinkPage(null), 410);
    return send(response, confirmPage(shown.site, shown.newsletter, request.params.token));
  });
  router.post('/newsletters/confirm/:token', limited, async (request, response) => {
    const channelId = await confirmSubscription(desk(), String(request.params['token']));
    const shown = channelId && (await shownOf(db, channelId));
    if (!shown) return send(response, goneLinkPage(null), 410);
    return send(response, confirmedPage(shown.site, shown.newsletter));
  });
  router.get('/newsletters/unsubscribe/:token', async (request, response) => {
    const channelId = await findToLeave(desk(), request.params.token);
    const shown = channelId && (await shownOf(db, channelId));
    if (!shown) return send(response, leftPage(null, null));
    return send(response, leavePage(shown.site, shown.newsletter, request.params.token));
  });
  // Called by mailboxes for their readers, too: nothing of the body is needed.
  router.post('/newsletters/unsubscribe/:token', async (request, response) => {
    const { token } = request.params;
    const channelId = await findToLeave(desk(), token);
    await leave(desk(), token);
    const shown = channelId ? await shownOf(db, channelId) : null;
    return send(response, leftPage(shown?.site ?? null, shown?.newsletter ?? null));
  });
  router.get('/newsletters/:channel', async (request, response) => {
    const shown = await shownOf(db, request.params.channel);
    return shown ? send(response, formPage(shown.site, shown.newsletter)) : none(response);
  });
  router.get('/newsletters/:channel/asked', async (request, response) => {
    const shown = await shownOf(db, request.params.channel);
    return shown ? send(response, askedPage(shown.site, shown.newsletter)) : none(response);
  });
  router.post('/newsletters/:channel', limited, form, async (request, response) => {
    const shown = await shownOf(db, String(request.params['channel']));
    if (!shown) return none(response);
    const { email = '', website = '' } = (request.body ?? {}) as Record<string, string>;
    const typed = typeof email === 'string' ? email : '';
    const address = normaliseEmail(typed);
    if (!address) {
      const wrong = 'Write an e-mail address, such as anna@example.org.';
      return send(response, formPage(shown.site, shown.newsletter, typed.slice(0, 254), wrong), 422);
    }
    // Only a program fills in what nobody sees; it is told the same.
    if (!website) await askToSubscribe(desk(), boss, shown.newsletter, address);
    response.redirect(303, `/newsletters/${shown.newsletter.channelId}/asked`);
  });
  router.all('/newsletters{/*rest}', (_request, response) => none(response));
  router.use(publicErrors(log, (_request, response, status) => send(response, errorPage(status, null), status)));
  return router;
}

/** A newsletter and the site of its team, in whose dress its pages are. */
async function shownOf(db: Db, channelId: string): Promise<{ newsletter: Newsletter; site: Site | null } | null> {
  if (!idField.safeParse(channelId).success) return null;
  const newsletter = await findNewsletter(db, channelId);
  if (!newsletter) return null;
  const [room] = await db
    .select({ slug: sql<string>`${channels.config}->>'slug'` })
    .from(channels)
    .where(and(eq(channels.workspaceId, newsletter.workspaceId), eq(channels.kind, 'newsroom')))
    .orderBy(asc(channels.createdAt))
    .limit(1);
  return { newsletter, site: room ? await findSite(db, room.slug) : null };
}
