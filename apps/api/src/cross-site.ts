import { Problem } from '@mobilise/contracts/problems';
import type { NextFunction, Request, Response } from 'express';

/**
 * Refuses a change that another site asked a browser to make. As in Go's net/http CrossOriginProtection: the browser's
 * own Sec-Fetch-Site decides; where it is missing, Origin must name this host. A request without either comes from no
 * browser and carries no cookie by accident.
 */
export function refuseCrossSite(request: Request, _response: Response, next: NextFunction): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const sameHost = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.headers.host;
  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  const allowed =
    reads || (site === undefined ? origin === undefined || sameHost : site === 'same-origin' || site === 'none');
  next(
    allowed
      ? undefined
      : new Problem('cross_site', 'This change was asked for by a page of another site, so it was refused.'),
  );
}
