import { z } from 'zod';
import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import type { ReadError, ServiceFailure } from './service.ts';

const text = z.string().nullish().catch(null);
const errorBody = z.object({ errors: z.array(z.object({ message: text, context: text, type: text })).catch([]) });

/** `{ errors: [{ message, context, type }] }`, as Ghost says what is wrong; the context is what helps. */
export const readError: ReadError = (body) => {
  const [first] = errorBody.catch({ errors: [] }).parse(body).errors;
  const words = [...new Set([first?.message, first?.context])].filter(Boolean).join(' ');
  return { error: first?.type ?? undefined, message: words || undefined };
};

/** There is no such post; a 404 in other words comes from a site that is no Ghost any more. */
export function isNoPost({ status, error }: ServiceFailure): boolean {
  return status === 404 && error === 'NotFoundError';
}

/** Somebody has changed the post since it was read, and nothing of ours was written. */
export function isCollision({ status, error }: ServiceFailure): boolean {
  return status === 409 && error === 'UpdateCollisionError';
}

/** What a person can do about a failure, and whether only connecting again can mend it. */
export function adviceFor(failure: ServiceFailure): Advice {
  const { status, error } = failure;
  if (error === 'HostLimitError')
    return {
      advice:
        'The site’s plan does not allow this. Ask whoever looks after the site to change it, then reconnect the channel.',
      reconnect: true,
    };
  if (status === 401 || status === 403)
    return {
      advice:
        'Copy the Admin API key of the integration again (Ghost: Settings, Integrations) and reconnect the channel. A clock that is wrong, here or there, has the same effect.',
      reconnect: true,
    };
  if (isCollision(failure))
    return { advice: 'Somebody is editing the post in Ghost. Try again when they have finished.', reconnect: false };
  if (status === 404 && !isNoPost(failure))
    return { advice: 'Check the site’s address, then reconnect the channel with it.', reconnect: true };
  return commonAdvice(failure);
}

export const { beforeWrite, ofWrite, ofChange, ofCheck } = outcomesWith(adviceFor, isNoPost);
