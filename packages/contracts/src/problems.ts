import { z } from 'zod';

/** Every code the API can answer with, its HTTP status and its title. Codes are stable: programs match on them. */
export const problemCodes = {
  invalid_request: [400, 'The request does not fit'],
  not_signed_in: [401, 'Sign in first'],
  two_factor_required: [401, 'Enter your second factor'],
  forbidden: [403, 'Your role does not allow this'],
  cross_site: [403, 'The request came from another site'],
  not_found: [404, 'Not found'],
  stale_version: [409, 'Somebody changed this since you opened it'],
  conflict: [409, 'This clashes with something that exists'],
  wrong_state: [409, 'Not possible in its present state'],
  time_ambiguous: [409, 'This time exists twice'],
  time_skipped: [409, 'This time does not exist'],
  time_past: [422, 'This time has passed'],
  alternatives_missing: [422, 'Something is missing for people who cannot see or hear it'],
  rights_ended: [422, 'It may not be used any more'],
  does_not_fit_channel: [422, 'The channel would refuse this'],
  gone: [410, 'This link has been used or has expired'],
  too_large: [413, 'Too large'],
  quota_exceeded: [413, 'There is no room left'],
  media_type_unsupported: [415, 'This kind of file is not supported'],
  media_type_mismatch: [415, 'The file is not what it says it is'],
  media_corrupt: [422, 'The file is damaged'],
  checksum_mismatch: [460, 'The bytes are not those that were sent'],
  channel_refused: [422, 'The channel refused'],
  address_refused: [422, 'This address may not be reached'],
  too_many_requests: [429, 'Too many tries'],
  internal: [500, 'Something went wrong on our side'],
  unavailable: [503, 'Not available at this moment'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problemCodes;

/** One thing wrong with one field; `field` is a path such as `body.title` or `query.from`. */
const fieldProblem = z.object({ field: z.string(), message: z.string() });

/** RFC 9457 problem details, as every error of the API is answered. */
export const problemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  fields: z.array(fieldProblem).optional(),
  /** What a program or a screen needs to go on: the present version, the two instants of an ambiguous time … */
  extra: z.record(z.string(), z.unknown()).optional(),
  requestId: z.string().optional(),
});
export type ProblemDetails = z.infer<typeof problemDetails>;

/** An expected failure. Throw it anywhere; the API answers it as problem details, the web app throws it again. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly fields: { field: string; message: string }[] | undefined;
  readonly extra: Record<string, unknown> | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { fields?: { field: string; message: string }[]; extra?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = problemCodes[code][0];
    this.fields = more.fields;
    this.extra = more.extra;
  }
}

/** The problem details of a Problem. */
export function toProblemDetails(problem: Problem): ProblemDetails {
  return {
    type: `urn:mobilise:problem:${problem.code}`,
    title: problemCodes[problem.code][1],
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...(problem.fields && { fields: problem.fields }),
    ...(problem.extra && { extra: problem.extra }),
  };
}

/** The Problem that problem details were made from; an unknown code becomes `internal`. */
export function fromProblemDetails(details: ProblemDetails): Problem {
  const code = details.code in problemCodes ? (details.code as ProblemCode) : 'internal';
  return new Problem(code, details.detail, {
    ...(details.fields && { fields: details.fields }),
    ...(details.extra && { extra: details.extra }),
  });
}
