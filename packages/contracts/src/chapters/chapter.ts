import { cutAt, tidyText } from '../captions/cue.ts';

/** A place in a recording that can be gone to. */
export interface Chapter {
  /** Milliseconds from the start of the recording, a whole number; no other chapter has the same. */
  start: number;
  title: string;
  /** A page about it. */
  url?: string | undefined;
  /** In the file, and in no list that people see. */
  hidden?: boolean | undefined;
}

export const maxChapters = 500;
export const maxTitle = 200;

/** A title as chapters hold it: on one line, nothing hidden in it, no longer than it may be. Empty where nothing can be seen. */
export function tidyTitle(title: string): string {
  return cutAt(tidyText(title).replace(/\s+/g, ' '), maxTitle).trim();
}
