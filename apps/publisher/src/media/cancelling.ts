import type { Publisher } from '../publisher.ts';

/** What is being made by this process, by the id of the asset, revision or import that it is for. */
const underWay = new Map<string, AbortController>();

/** That a person does not want it any more; what is made stays. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Runs a piece of work that a person may cancel; its signal is aborted then, and when one of the others is. */
export async function cancellable<T>(
  id: string,
  signals: readonly (AbortSignal | undefined)[],
  run: (signal: AbortSignal, cancel: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  underWay.set(id, controller);
  const given = signals.filter((signal) => signal !== undefined);
  try {
    return await run(AbortSignal.any([controller.signal, ...given]), () => controller.abort(new Cancelled()));
  } finally {
    if (underWay.get(id) === controller) underWay.delete(id);
  }
}

/** Listens for what people cancel: the API says `renders` with the id. Answers the way to stop listening. */
export function listenForCancelled({ sql }: Pick<Publisher, 'sql'>): Promise<{ unlisten: () => Promise<void> }> {
  return sql.listen('renders', (id) => underWay.get(id)?.abort(new Cancelled()));
}
