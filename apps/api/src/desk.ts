import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '@mobilise/db/settings';
import express, { type Router } from 'express';
import helmet from 'helmet';

const built = join(checkout, 'apps/web/dist');

/** The web app that members work in: built files, and index.html for each of its addresses. */
export function deskRouter(): Router {
  const router = express.Router();
  router.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          // React Aria and Tiptap put a few style elements into the page; scripts are never inline.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          fontSrc: ["'self'"],
          mediaSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      // The set-up and invitation links carry a token in their address.
      referrerPolicy: { policy: 'no-referrer' },
      // Only a proxy that ends TLS knows whether there is TLS.
      strictTransportSecurity: false,
    }),
  );
  router.use('/assets', express.static(join(built, 'assets'), { immutable: true, maxAge: '365d', fallthrough: false }));
  router.use(express.static(built, { index: false, maxAge: '1h' }));
  router.get('/{*address}', (request, response, next) => {
    if (!request.accepts('html')) return next();
    if (!existsSync(join(built, 'index.html'))) {
      response
        .status(503)
        .type('text/plain')
        .send('The web app has not been built yet: run npm start, or pnpm dev while developing.\n');
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: built, cacheControl: false });
  });
  return router;
}
