import type { DataTable } from '../infographic/table-edit.ts';

/** A piece of an item that is compared as one: a paragraph, an image, a source, a table. */
export interface Part {
  /** What it is, in words: `Heading`, `Source`. Only parts of one label are compared with each other. */
  label: string;
  text: string;
  /** What it is known again by once it has changed, where its text says more: a cue by what is said, not by when. */
  words?: string;
  /** The upload it shows. */
  assetId?: string;
  table?: DataTable;
  /** Everything about it, so that a change of form alone is seen. */
  shape: string;
}

/** Everything about a value as text, whatever the order of its keys: the database keeps none. */
export function shapeOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
