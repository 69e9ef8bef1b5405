import { type Aside, broughtBack, putAside } from './aside.ts';
import { mergeWords, unknownWords } from './merge-words.ts';
import { same, sameWords, type Words } from './words.ts';

/**
 * Writing and saving as one pure state machine: what the person wrote, what the server has, and what lies between.
 * Nothing here waits, stores or sends; `drafting-store.ts` does that. The one promise, held by `drafting-promise.test.ts`: whatever
 * the network and other members do, each field as it was last typed is in `words`, in `aside`, or acknowledged by the server.
 */

/** A revision as the server has it. */
export interface Stored {
  version: number;
  revision: number;
  words: Words;
  /** Who saved it. */
  by: string;
}

export type TroubleKind = 'away' | 'signed_out' | 'refused' | 'checking';

export interface Draft {
  /** The newest revision that `words` grew from. */
  base: Stored;
  words: Words;
  /** Under way to the server; never two at once. */
  sending: { words: Words; keep: boolean } | null;
  /** Sent, and nobody knows whether it arrived; the newest last. */
  unsure: readonly Words[];
  /** A deliberate save was asked for and is not acknowledged. */
  keepAsked: boolean;
  trouble: { kind: TroubleKind; message: string; since: number; tries: number } | null;
  /** What somebody else saved meanwhile of the same fields; waits for a decision. */
  theirs: Stored | null;
  /** What was put aside for theirs, the newest last; each can be brought back. */
  aside: readonly Aside[];
  /** When the last and the first unsaved change was made, in milliseconds. */
  changedAt: number;
  dirtySince: number;
  savedAt: number | null;
  /** When words restored from this device were written. */
  restoredFrom: number | null;
  /** Counts every time `words` were replaced by something other than typing, so that the editor shows them. */
  epoch: number;
  /** Counts every time somebody else's changes were shown without asking, because nothing of the same field was unsaved. */
  refreshes: number;
}

/** What is kept on this device: unsaved words, if any, and what was put aside. */
export interface Kept {
  revision: number;
  words: Words | null;
  unsure: readonly Words[];
  aside: readonly Aside[];
  at: number;
}

export type DraftEvent =
  | { type: 'typed'; words: Words; at: number }
  | { type: 'keep' }
  | { type: 'sent' }
  | { type: 'acknowledged'; stored: Stored; at: number }
  | { type: 'failed'; kind: TroubleKind; message: string; at: number }
  | { type: 'seen'; stored: Stored; at: number }
  | { type: 'retry' }
  /** `from`: what the words grew from, where the server still has it; what was typed in which field is not known without. */
  | { type: 'restored'; kept: Kept; from: Words | null; at: number }
  | { type: 'take-theirs'; at: number }
  | { type: 'keep-mine'; at: number }
  | { type: 'bring-back'; which: Aside; at: number }
  | { type: 'forget-aside'; which: Aside }
  | { type: 'close-restored' };

/** Milliseconds after the last keystroke, and at most since the first unsaved one. */
export const pause = 1500;
export const longest = 15_000;
const firstRetry = 2000;
const slowestRetry = 30_000;

export function startDraft(base: Stored): Draft {
  return {
    base,
    words: base.words,
    sending: null,
    unsure: [],
    keepAsked: false,
    trouble: null,
    theirs: null,
    aside: [],
    changedAt: 0,
    dirtySince: 0,
    savedAt: null,
    restoredFrom: null,
    epoch: 0,
    refreshes: 0,
  };
}

/** Whether there are words the server has not acknowledged. */
export const isDirty = (draft: Draft): boolean => !sameWords(draft.words, draft.base.words);

/** When the next save is due, in milliseconds (0: at once), or null when there is nothing to do or to wait for. */
export function dueAt(draft: Draft): number | null {
  const { sending, theirs, trouble, keepAsked } = draft;
  if (sending || theirs || trouble?.kind === 'checking' || trouble?.kind === 'refused') return null;
  if (!keepAsked && !isDirty(draft)) return null;
  // Somebody signs in again in another tab or not at all: asked now and then, and when they come back (`retry`).
  if (trouble?.kind === 'signed_out') return trouble.since + slowestRetry;
  if (trouble) return trouble.since + Math.min(firstRetry * 2 ** (trouble.tries - 1), slowestRetry);
  return keepAsked ? 0 : Math.min(draft.changedAt + pause, draft.dirtySince + longest);
}

export function step(draft: Draft, event: DraftEvent): Draft {
  switch (event.type) {
    case 'typed': {
      if (sameWords(draft.words, event.words)) return { ...draft, words: event.words };
      const trouble = draft.trouble?.kind === 'refused' ? null : draft.trouble;
      return {
        ...draft,
        words: event.words,
        trouble,
        changedAt: event.at,
        dirtySince: isDirty(draft) ? draft.dirtySince : event.at,
      };
    }
    case 'keep':
      return { ...draft, keepAsked: true, trouble: draft.trouble?.kind === 'checking' ? draft.trouble : null };
    case 'sent':
      if (draft.sending || draft.theirs || (!draft.keepAsked && !isDirty(draft))) return draft;
      return { ...draft, sending: { words: draft.words, keep: draft.keepAsked }, keepAsked: false };
    case 'acknowledged':
      if (!draft.sending) return draft;
      return {
        ...draft,
        base: { ...event.stored, words: draft.sending.words },
        sending: null,
        unsure: [],
        trouble: null,
        savedAt: event.at,
        dirtySince: event.at,
      };
    case 'failed': {
      const { sending } = draft;
      const tries = event.kind === 'away' && draft.trouble?.kind === 'away' ? draft.trouble.tries + 1 : 1;
      return {
        ...draft,
        sending: null,
        // A lost answer does not say whether the words arrived.
        unsure: event.kind === 'away' && sending ? [...draft.unsure, sending.words].slice(-8) : draft.unsure,
        keepAsked: draft.keepAsked || (sending?.keep ?? false),
        trouble: { kind: event.kind, message: event.message, since: event.at, tries },
      };
    }
    case 'seen':
      return seen(draft, event.stored, event.at);
    case 'retry': {
      const { trouble } = draft;
      if (!trouble || trouble.kind === 'refused') return draft;
      // It is due now, and is trouble still until an answer says otherwise.
      const isDue = trouble.kind !== 'checking' && (draft.keepAsked || isDirty(draft));
      return { ...draft, trouble: isDue ? { ...trouble, since: Number.NEGATIVE_INFINITY, tries: 1 } : null };
    }
    case 'restored':
      return restored(draft, event.kept, event.from, event.at);
    case 'take-theirs':
    case 'keep-mine': {
      if (!draft.theirs) return draft;
      const { mine, theirs } = merged(draft, draft.theirs);
      const aside = [...draft.aside, ...putAside(mine, theirs)];
      const decided = { trouble: null, changedAt: event.at, dirtySince: event.at };
      return event.type === 'keep-mine'
        ? { ...goOn(draft, draft.theirs, mine), ...decided, keepAsked: true }
        : { ...goOn(draft, draft.theirs, theirs), ...decided, keepAsked: false, aside };
    }
    case 'bring-back': {
      if (!draft.aside.includes(event.which)) return draft;
      // What stands there now, if it is unsaved, changes places with what was put aside, so neither is lost.
      const words = broughtBack(draft.words, event.which);
      const unsaved = mergeWords([draft.base.words], draft.words, words).mine;
      return {
        ...draft,
        words,
        aside: draft.aside.flatMap((one) => (one === event.which ? putAside(unsaved, words) : [one])),
        // Meant, as keeping them at once is: what stood there stays in the history.
        keepAsked: true,
        changedAt: event.at,
        dirtySince: event.at,
        epoch: draft.epoch + 1,
      };
    }
    case 'forget-aside':
      return { ...draft, aside: draft.aside.filter((one) => one !== event.which) };
    case 'close-restored':
      return { ...draft, restoredFrom: null };
  }
}

/** Words of an earlier visit were found on this device. */
function restored(draft: Draft, kept: Kept, from: Words | null, at: number): Draft {
  const found = { ...draft, aside: kept.aside };
  if (!kept.words || sameWords(kept.words, draft.words)) return found;
  const isOurs = kept.revision === draft.base.revision || isOneOf(draft.base.words, kept.unsure);
  // Somebody who leaves before they decide is asked again: what is kept from here on still grew from what it grew from.
  const grewFrom = { ...draft.base, revision: kept.revision, words: from ?? unknownWords(kept.words) };
  const back = {
    ...found,
    base: isOurs ? draft.base : grewFrom,
    words: kept.words,
    unsure: kept.unsure,
    restoredFrom: kept.at,
    changedAt: at,
    dirtySince: at,
    epoch: draft.epoch + 1,
  };
  return isOurs ? back : seen(back, draft.base, at);
}

/** The server shows a revision: an answer to a question, or the live stream. */
function seen(draft: Draft, stored: Stored, at: number): Draft {
  const checked = draft.trouble?.kind === 'checking' ? { ...draft, trouble: null } : draft;
  // An older answer, or one that our own save under way may be part of: its acknowledgement will tell.
  if (draft.sending || stored.version < draft.base.version) return checked;
  // Only what is not part of a revision changed: assignee, campaign, approval.
  if (stored.revision === draft.base.revision) return { ...checked, base: { ...stored, words: draft.base.words } };
  if (isOneOf(stored.words, draft.unsure) || sameWords(draft.words, stored.words))
    return { ...checked, base: stored, unsure: [], theirs: null, savedAt: at };
  const { mine, collide } = merged(draft, stored);
  if (collide.length > 0) return { ...checked, theirs: stored };
  return { ...goOn(checked, stored, mine), refreshes: draft.refreshes + 1 };
}

/** The words of this page and what somebody else saved meanwhile, as one. */
export const merged = (draft: Draft, theirs: Stored) =>
  mergeWords([draft.base.words, ...draft.unsure], draft.words, theirs.words);

/** Goes on from a revision of somebody else with these words. What nobody changed of the content stays the very same in the editor. */
function goOn(draft: Draft, base: Stored, words: Words): Draft {
  const isShown = same(words.content, draft.words.content);
  const content = isShown ? draft.words.content : words.content;
  const epoch = isShown ? draft.epoch : draft.epoch + 1;
  return { ...draft, base, words: { ...words, content }, theirs: null, unsure: [], epoch };
}

const isOneOf = (words: Words, several: readonly Words[]) => several.some((one) => sameWords(one, words));
