import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CachedPage, Encoding, PageCache } from './page-cache.ts';

const policy = (more = '') =>
  `default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'${more}`;

/** Headers of everything the public reads; only a page that plays something may load sounds, films and our script for them. */
export function publicHeaders(publicUrl: string, { plays = false } = {}): Record<string, string> {
  return {
    'Content-Security-Policy': policy(plays ? "; media-src 'self'; script-src 'self'" : ''),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), browsing-topics=()',
    // A bare certificate error is better than a silent fall-back, but only where there is a certificate.
    ...(publicUrl.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
  };
}

/** Always asked again, so that what is published shows at once; the answer is mostly 304. */
export const revalidate = 'public, max-age=0, must-revalidate';

/** Sends a page: 304 to who has it, compressed to who can take it, without a body to HEAD. */
export async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  {
    page,
    cache,
    headers,
    status = 200,
  }: { page: CachedPage; cache: PageCache; headers: Record<string, string>; status?: number },
): Promise<void> {
  const encoding = chooseEncoding(request.headers['accept-encoding'], page.bytes.identity.length);
  const common = {
    ...headers,
    'Cache-Control': revalidate,
    ETag: `"${page.hash}${encoding === 'identity' ? '' : `-${encoding}`}"`,
    'Last-Modified': page.since.toUTCString(),
    Vary: 'Accept-Encoding',
  };
  if (status === 200 && isFresh(request, page)) {
    response.writeHead(304, common).end();
    return;
  }
  const bytes = page.bytes[encoding] ?? (await cache.encoded(page, encoding));
  const sent = { ...common, 'Content-Type': page.type, 'Content-Length': bytes.length };
  response.writeHead(status, encoding === 'identity' ? sent : { ...sent, 'Content-Encoding': encoding });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Whether the reader's copy is this page (RFC 9110, 13.1): by entity tag in any encoding, else by date. */
function isFresh(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { hash, since }: Pick<CachedPage, 'hash' | 'since'>,
): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return namesTag(tags, hash);
  const date = Date.parse(headers['if-modified-since'] ?? '');
  return Math.floor(since.getTime() / 1000) * 1000 <= date;
}

/** Whether an If-None-Match header names this entity tag, in any encoding. */
export function namesTag(header: string, tag: string): boolean {
  return header
    .split(',')
    .some((one) => one.trim() === '*' || /^(?:W\/)?"([\w-]+?)(?:-(?:br|gzip))?"$/.exec(one.trim())?.[1] === tag);
}

/** Below this, compressing costs more than it saves. */
const smallest = 1024;

/** The best encoding a reader accepts (RFC 9110, 12.5.3). */
function chooseEncoding(accepted: string | undefined, bytes: number): Encoding {
  if (!accepted || bytes < smallest) return 'identity';
  if (accepts.br.test(accepted)) return 'br';
  return accepts.gzip.test(accepted) ? 'gzip' : 'identity';
}

/** Named, and not with a weight of nought. */
const accepts = { br: accepting('br'), gzip: accepting('gzip') };

function accepting(name: string): RegExp {
  return new RegExp(`(?:^|[\\s,])${name}(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))(?:\\s*[;,]|\\s*$)`, 'i');
}
