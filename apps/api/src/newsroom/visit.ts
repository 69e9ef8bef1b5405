import type { IncomingHttpHeaders } from 'node:http';

/** Who asked, as far as counting needs it. Nothing of it is kept. */
export interface Visit {
  method: string;
  headers: IncomingHttpHeaders;
  address: string;
}

/** Whether a browser only looks ahead, for somebody who may come. */
export function looksAhead(headers: IncomingHttpHeaders): boolean {
  const purpose = `${headers['sec-purpose'] ?? ''} ${headers['purpose'] ?? ''} ${headers['x-moz'] ?? ''}`;
  return /prefetch|preview|prerender/i.test(purpose);
}

/** Whether somebody has not asked to be left out (Do Not Track, Global Privacy Control). */
export function mayHash(headers: IncomingHttpHeaders): boolean {
  return headers['dnt'] !== '1' && headers['sec-gpc'] !== '1';
}
