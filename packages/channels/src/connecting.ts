import { Problem } from '@mobilise/contracts/problems';
import { failureIn, type ServiceFailure } from './service.ts';

/** Which field of the form a refusal is about, and what to do about it. */
export interface Remark {
  field: string;
  advice: string;
}

/** Problem `channel_refused` in these words, beside a field of the form. */
export function refuse(message: string, { field, advice }: Remark, cause?: unknown): Problem {
  return new Problem('channel_refused', message, { fields: [{ field: `body.${field}`, message: advice }], cause });
}

/**
 * What to throw when a request of connecting failed: `channel_refused` in the platform's words, `address_refused` when the
 * address may not be reached, and what is no failure of a service as it is.
 */
export function refusedConnect(error: unknown, remarkOn: (failure: ServiceFailure) => Remark): unknown {
  const failure = failureIn(error);
  if (!failure) return error;
  const remark = remarkOn(failure);
  const { cause } = failure;
  if (!(cause instanceof Problem)) return refuse(failure.message, remark, failure);
  const fields = [{ field: `body.${remark.field}`, message: cause.message }];
  return new Problem(cause.code, cause.message, { fields, cause });
}
