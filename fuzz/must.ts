/** Throws where something does not hold that does whatever is uploaded: a fault of ours, and no MediaError. */
export function must(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
