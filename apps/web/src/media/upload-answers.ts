import { type Asset, asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import type { DetailedError, HttpRequest, HttpResponse } from 'tus-js-client';
import { problemFrom, unreachable } from '../call.ts';

/** Why a request of an upload failed; `status` is that of the answer, null when there was none. */
export interface Failure {
  problem: Problem;
  status: number | null;
}

/** Nothing came back, the server is away or busy, or another request still holds the upload: it may pass. */
export const mayPass = (status: number | null) =>
  status === null || status >= 500 || status === 409 || status === 423 || status === 429;

/** An answer to "how far are you?" that does not say how far. */
class NoOffset extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The server answered ${status}`);
    this.status = status;
  }
}

/** The statuses of an upload that is gone; `locked` tus-js-client itself tells from these. */
const [gone, locked] = [[404, 410], 423];

/**
 * To be called with every answer. tus-js-client takes any error for "there is no such upload" and begins again from nothing;
 * here only that answer says so, and what is thrown for the others keeps the upload.
 */
export function checkOffset(request: HttpRequest, response: HttpResponse): void {
  const status = response.getStatus();
  if (request.getMethod() === 'HEAD' && status >= 300 && status !== locked && !gone.includes(status))
    throw new NoOffset(status);
}

/** What an error of tus-js-client means. */
export function failureOf(error: Error | DetailedError): Failure {
  const { originalResponse: response, causingError } = error as Partial<DetailedError>;
  const status = causingError instanceof NoOffset ? causingError.status : response?.getStatus() || null;
  if (status === null) return { problem: unreachable(error), status };
  const answer = parse(response?.getBody() ?? '');
  // An answer about the offset has no body to say it.
  if (status === 401 && answer === null) return { problem: signedOut(), status };
  return { problem: problemFrom(answer, status), status };
}

const signedOut = () => new Problem('not_signed_in', 'Your session has ended. Sign in again, then go on with it here.');

/** The upload that an answer carries, null when it carries none. */
export function assetIn(body: string): Asset | null {
  return asset.safeParse(parse(body)).data ?? null;
}

/** What became of an upload that is there to its last byte, when the answer to that byte was lost. */
export async function askAtEnd(url: string, size: number): Promise<Asset | Failure> {
  try {
    const response = await fetch(url, {
      method: 'PATCH',
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': String(size),
        'Content-Type': 'application/offset+octet-stream',
      },
    });
    const { status, ok } = response;
    const body = await response.text();
    if (!ok) return { problem: problemFrom(parse(body), status), status };
    return assetIn(body) ?? { problem: new Problem('internal', notUnderstood), status: 400 };
  } catch (error) {
    return { problem: unreachable(error), status: null };
  }
}

const notUnderstood = 'The server answered something this page does not understand. Reload the page.';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
