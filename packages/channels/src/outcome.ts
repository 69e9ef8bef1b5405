import { Problem } from '@mobilise/contracts/problems';
import type { Change, Connection, Outcome, OutgoingImage } from './adapter.ts';
import { failureIn, type ServiceFailure, wordsOf } from './service.ts';
import { signInFailed } from './session-failure.ts';

/** What a person can do about a failure, and whether only connecting again can mend it. */
export interface Advice {
  advice: string;
  reconnect: boolean;
}

/** A redirect that says the request was not carried out here. */
const moved = new Set([301, 302, 303, 307, 308]);
/** 4xx that a server or a proxy answers although the request may have reached the service. */
const indefinite4xx = new Set([408, 425, 499]);

/** Where nothing was made and nothing needs to be mended. */
export const sendAgain =
  'Nothing was posted, so it can be sent again. If this goes on, check whether the service is up.';

const changeAgain = 'Nothing was changed, so it can be tried again. If this goes on, check whether the service is up.';

const imageUnreadable = 'Choose the image again, or send the post without it.';

/** Something of ours failed before anything was sent, our database or storage: it tells nothing of the channel. */
export class OwnFailure extends Error {
  readonly advice: string;

  constructor(message: string, { advice, cause }: { advice: string; cause?: unknown }) {
    super(message, { cause });
    this.name = 'OwnFailure';
    this.advice = advice;
  }
}

/** The bytes of an image could not be read from our own storage. */
export class ImageUnreadable extends OwnFailure {
  constructor(cause: unknown) {
    super('An image of this post could not be read from storage', { advice: imageUnreadable, cause });
    this.name = 'ImageUnreadable';
  }
}

/** The bytes of an image; throws ImageUnreadable. */
export async function readImage(connection: Pick<Connection, 'readImage'>, image: OutgoingImage): Promise<Uint8Array> {
  return connection.readImage(image.sha256).catch((cause: unknown) => {
    throw new ImageUnreadable(cause);
  });
}

/** What anybody can say about a failure, whatever the platform. */
export function commonAdvice(failure: ServiceFailure): Advice {
  const { status, spoken } = failure;
  if (status === 401 || status === 403)
    return { advice: 'The platform does not accept the credentials any more: reconnect the channel.', reconnect: true };
  if (status !== null && moved.has(status))
    return { advice: 'Reconnect the channel with the service’s new address.', reconnect: true };
  if (status === 429)
    return {
      advice: 'The account has reached a limit of the service. It is sent again when that has passed.',
      reconnect: false,
    };
  if (status === 413) return { advice: 'Choose a smaller image, then send again.', reconnect: false };
  if (failure.cause instanceof Problem)
    return {
      advice:
        'Reconnect the channel with an address that can be reached from here, or have private addresses allowed in the settings.',
      reconnect: true,
    };
  if (status !== null && status >= 400 && status < 500 && spoken)
    return { advice: 'Change the post so that the service accepts it, then send again.', reconnect: false };
  return { advice: sendAgain, reconnect: false };
}

/** Makes outcomes of failures, with the advice of one platform. `isGone`: it has no such post; 404 and 410 unless told. */
export function outcomesWith(
  adviceFor: (failure: ServiceFailure) => Advice,
  isGone: (failure: ServiceFailure) => boolean = ({ status }) => status === 404 || status === 410,
) {
  const definite = (failure: ServiceFailure): Outcome => {
    const { advice, reconnect } = adviceFor(failure);
    const { message, status, spoken, retryAfter } = failure;
    // A refusal that says its reason would be the same next time; one without may come from a proxy on the way.
    const final =
      !reconnect && status !== null && status >= 400 && status < 500 && status !== 429 && !indefinite4xx.has(status);
    if (final && spoken) return { outcome: 'failed', message, advice };
    return {
      outcome: 'refused',
      message,
      advice,
      retryAfter,
      ...(reconnect && { reconnect }),
      ...(status === 429 && { limited: true }),
    };
  };

  const beforeWrite = (error: unknown): Outcome => {
    if (error instanceof OwnFailure)
      return { outcome: 'refused', message: error.message, advice: error.advice, retryAfter: null, ours: true };
    const failure = failureIn(error);
    if (failure) return definite(failure);
    return { outcome: 'refused', message: wordsOf(error), advice: sendAgain, retryAfter: null };
  };

  return {
    /** The outcome of an error before the request that makes the post: nothing public was made, whatever happened. */
    beforeWrite,
    /** The outcome of an error of the write itself: definite only where the service says so or never saw it. */
    ofWrite: (error: unknown): Outcome => {
      // An account that could not be signed in has not begun to write.
      if (signInFailed(error)) return beforeWrite(error);
      const failure = failureIn(error);
      if (failure && (!failure.sent || saysRefused(failure))) return definite(failure);
      return { outcome: 'unknown', message: wordsOf(error) };
    },
    /** What became of a change or a removal that failed. */
    ofChange: (error: unknown): Change => {
      if (error instanceof OwnFailure) return { change: 'refused', message: error.message, advice: error.advice };
      const failure = failureIn(error);
      if (failure && isGone(failure)) return { change: 'gone' };
      if (!failure || (failure.sent && !saysRefused(failure))) return { change: 'unknown', message: wordsOf(error) };
      const refused = definite(failure);
      if (refused.outcome === 'refused' && !refused.reconnect) {
        const { message, advice, retryAfter, limited } = refused;
        // What says that nothing was posted is about a send.
        const words = advice === sendAgain ? changeAgain : advice;
        return { change: 'refused', message, advice: words, again: true, retryAfter, ...(limited && { limited }) };
      }
      const { advice, reconnect } = adviceFor(failure);
      return { change: 'refused', message: failure.message, advice, ...(reconnect && { reconnect }) };
    },
    /** What a check that failed says. */
    ofCheck: (error: unknown): { ok: false; message: string } & Advice => {
      const failure = failureIn(error);
      if (failure) return { ok: false, message: failure.message, ...adviceFor(failure) };
      return {
        ok: false,
        message: wordsOf(error),
        advice: 'Check whether the service is up, then try again.',
        reconnect: false,
      };
    },
  };
}

function saysRefused({ status }: ServiceFailure): boolean {
  return status !== null && (moved.has(status) || (status >= 400 && status < 500 && !indefinite4xx.has(status)));
}
