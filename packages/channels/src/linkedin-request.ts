import { z } from 'zod';
import { type ReadError, ServiceFailure } from './service.ts';

/**
 * Of LinkedIn’s interface. Each month has its own, which is kept for at least a year: this one until July 2027
 * (learn.microsoft.com/linkedin/marketing/versioning and integrations/migrations, read 2026-11-26).
 */
const version = '202607';

/** The headers of every request (learn.microsoft.com/linkedin/shared/api-guide/concepts/protocol-version). */
export function withHeaders(init: RequestInit, accessToken: string): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${accessToken}`);
  headers.set('linkedin-version', version);
  headers.set('x-restli-protocol-version', '2.0.0');
  if (init.body) headers.set('content-type', 'application/json');
  return { ...init, headers };
}

const errorBody = z.object({
  message: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  errorDetails: z
    .object({ inputErrors: z.array(z.object({ code: z.string().optional(), description: z.string().optional() })) })
    .optional()
    .catch(undefined),
  // Gateways before the interface speak otherwise.
  error: z.string().optional().catch(undefined),
});

/** LinkedIn’s words, without the names of its classes before them. Limits of a day end at midnight UTC. */
export const readError: ReadError = (body) => {
  const { message, code, error, errorDetails } = errorBody.catch({}).parse(body);
  const [input] = errorDetails?.inputErrors ?? [];
  const words = message?.replace(/^(?:[\w$]+\.)+[\w$]+: /, '') || input?.description;
  const isOfDay = /\bday\b.*\blimit\b/i.test(words ?? '');
  return {
    message: words,
    error: input?.code ?? code ?? error,
    ...(isOfDay && { retryAfter: untilMidnight(Date.now()) }),
  };
};

/** Seconds until the next midnight UTC, from an instant in milliseconds since 1970. */
export function untilMidnight(now: number): number {
  const day = 86_400_000;
  return Math.ceil((day - (now % day)) / 1000);
}

/** The JSON of an answer. Throws ServiceFailure when it is not what was expected. */
export async function readAnswer<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  throw new ServiceFailure('LinkedIn answered something that is not what its documents say', {
    status: null,
    sent: true,
    cause: parsed.error,
  });
}
