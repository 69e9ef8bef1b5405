import { randomUUID } from 'node:crypto';
import { routes } from '@mobilise/contracts/api';
import { ffmpegFacts } from '@mobilise/media-processing/ffmpeg-facts';
import { sql } from 'drizzle-orm';
import express, { type Express } from 'express';
import { authRouter } from './auth-routes.ts';
import { isMember } from './authorise.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { channelRoutes } from './channels/routes.ts';
import { consentRoutes } from './consents/routes.ts';
import type { Context } from './context.ts';
import { correctionRoutes } from './corrections/routes.ts';
import { refuseCrossSite } from './cross-site.ts';
import { deskRouter } from './desk.ts';
import { engagementRoutes } from './engagement/routes.ts';
import { holdRoutes } from './holds/routes.ts';
import { itemRoutes } from './items/routes.ts';
import { jsonBody } from './json-body.ts';
import { letterRoutes } from './letters/routes.ts';
import { openFfmpeg } from './media/look.ts';
import { mediaRoutes } from './media/routes.ts';
import { metricsRouter } from './metrics.ts';
import { newsletterRouter } from './newsroom/newsletter-router.ts';
import { newsroomRouter } from './newsroom/router.ts';
import { openApi } from './openapi.ts';
import { postRoutes } from './posts/routes.ts';
import { seriesRoutes } from './posts/series-routes.ts';
import { nothingHere, problemHandler } from './problem-handler.ts';
import { publishingRoutes } from './publishing/routes.ts';
import { logRequests } from './request-log.ts';
import { sampleRoutes } from './sample/routes.ts';
import type { Api } from './serve.ts';
import { showRoutes } from './shows/routes.ts';
import { subscriberRoutes } from './subscribers/routes.ts';
import { teamRoutes } from './team/routes.ts';
import { zoneRoutes } from './zones/routes.ts';

/** Bytes of the largest JSON body: a story of 100,000 words fits several times. */
const bodyLimit = 5 * 1024 * 1024;

const nouns = [
  teamRoutes,
  sampleRoutes,
  campaignRoutes,
  mediaRoutes,
  consentRoutes,
  itemRoutes,
  showRoutes,
  channelRoutes,
  postRoutes,
  seriesRoutes,
  correctionRoutes,
  holdRoutes,
  calendarRoutes,
  engagementRoutes,
  zoneRoutes,
  subscriberRoutes,
  letterRoutes,
  publishingRoutes,
];

/** Everything the API process answers: the public site, the API, and the desk. */
export function createApp(context: Context): { app: Express; drain: () => Promise<void> } {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', context.settings.trustProxy);
  app.set('query parser', 'simple');
  // The API's answers are never stored; the newsroom makes its own tags.
  app.set('etag', false);

  const newsroom = newsroomRouter({
    ...context,
    isMember: (request, workspaceId) => isMember(context, request, workspaceId),
  });
  app.use(newsroom.router);
  app.use(newsletterRouter(context));

  app.get('/health/live', (_request, response) => void response.json({ ok: true }));
  let machine: ReturnType<typeof ffmpegFacts> | undefined;
  app.get('/health/ready', async (_request, response) => {
    await context.db.execute(sql`select 1`);
    // Looked for once, and no more than whose it is, since anybody may ask; the desk says the rest.
    machine ??= ffmpegFacts(() => openFfmpeg(context.settings));
    const { source } = await machine;
    // What is missing may be there the next time.
    if (source === 'none') machine = undefined;
    response.json({ ok: true, ffmpeg: source });
  });

  app.use(metricsRouter(context));
  app.use('/api', apiRouter(context));
  app.use(deskRouter(), nothingHere);
  app.use(problemHandler(context.log));
  return { app, drain: newsroom.drain };
}

function apiRouter(context: Context): express.Router {
  const router = express.Router();
  router.use(
    (request, response, next) => {
      request.id = randomUUID();
      response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': request.id });
      next();
    },
    logRequests(context.log),
    refuseCrossSite,
  );

  // Made when somebody first asks: most installations never do.
  let document: Buffer | undefined;
  router.get('/openapi.json', (_request, response) => {
    document ??= Buffer.from(JSON.stringify(openApi(context.settings.publicUrl)));
    response.type('json').send(document);
  });

  router.use('/auth', authRouter(context));

  const v1 = express.Router();
  const uploads = Object.values(routes)
    .filter(({ transport }) => transport === 'file' || transport === 'tus')
    .map(({ method, path }) => new RegExp(`^${method} ${path.replace(/:\w+/g, '[^/]+')}$`));
  const read = express.Router().use(jsonBody(bodyLimit));
  v1.use((request, response, next) =>
    uploads.some((one) => one.test(`${request.method} ${request.path}`)) ? next() : read(request, response, next),
  );
  const api: Api = { router: v1, context };
  for (const bindRoutes of nouns) bindRoutes(api);
  router.use('/v1', v1);
  router.use(nothingHere);
  return router;
}
