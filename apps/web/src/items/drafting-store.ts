import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type Item, words as wordsShape } from '@mobilise/contracts/items';
import { kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import { type Draft, type DraftEvent, dueAt, isDirty, type Kept, type Stored, startDraft, step } from './drafting.ts';
import { sayRefused } from './refused-words.ts';
import type { Words } from './words.ts';

/** Everything the store needs from outside, so that a test can be the network, the device and the clock. */
export interface DraftingNeeds {
  kind: ItemKind;
  save: (words: Words, version: number, autosave: boolean) => Promise<Item & { heldPosts: number }>;
  load: () => Promise<Item>;
  /** Keeps unsaved words on this device; false when it cannot. */
  keepOnDevice: (kept: Kept) => boolean;
  forgetOnDevice: () => void;
  /** Hears of every acknowledged save. */
  onSaved: (item: Item & { heldPosts: number }) => void;
  now: () => number;
  /** Runs something later; answers how to call it off. */
  later: (run: () => void, milliseconds: number) => () => void;
}

export interface Drafting {
  get: () => Draft;
  subscribe: (listener: () => void) => () => void;
  dispatch: (event: DraftEvent) => void;
  /** False while there are words neither on the server nor on this device. */
  isSafe: () => boolean;
  /** Keeps on this device what waits for it: the page may be gone in a moment. */
  keepNow: () => void;
  /** Waits until no save is under way; resolves with the version to name in another change of the item. */
  quiet: () => Promise<number>;
  /** Saves what is unsaved and resolves with the version the server then has; throws a Problem when it cannot. */
  settle: () => Promise<number>;
}

/**
 * Milliseconds. Words are on this device before the keystroke ends; where that takes longer than `quick`, as with a transcript of
 * hours, they are there a little later, so that keeping takes one part in `rest` of the time.
 */
const quick = 8;
const rest = 10;

/** A revision as the state machine knows it. */
export function storedOf(item: Item): Stored {
  const { version, revision, title, summary, content, updatedBy } = item;
  return { version, revision, words: { title, summary, content }, by: updatedBy };
}

/** Saves by itself: after a pause, one save at a time, again when it failed; keeps every state on the device meanwhile. */
export function createDrafting(item: Item, needs: DraftingNeeds): Drafting {
  let draft = startDraft(storedOf(item));
  let isKept = true;
  let keepingTook = 0;
  let waiting: Kept | undefined;
  let callOffKeeping: (() => void) | undefined;
  let callOff: (() => void) | undefined;
  const listeners = new Set<() => void>();

  const dispatch = (event: DraftEvent) => {
    const before = draft;
    draft = step(draft, event);
    if (draft === before) return;
    keep(before);
    for (const listener of listeners) listener();
    plan();
  };

  const keep = (before: Draft) => {
    const isUnsaved = isDirty(draft) || draft.theirs !== null;
    if (!isUnsaved && draft.aside.length === 0) {
      waiting = undefined;
      needs.forgetOnDevice();
      isKept = true;
      return;
    }
    const parts = ['words', 'unsure', 'sending', 'base', 'aside'] as const;
    if (isKept && parts.every((part) => draft[part] === before[part])) return;
    waiting = {
      revision: draft.base.revision,
      words: isUnsaved ? draft.words : null,
      unsure: draft.sending ? [...draft.unsure, draft.sending.words] : draft.unsure,
      aside: draft.aside,
      at: needs.now(),
    };
    if (keepingTook <= quick) keepNow();
    else callOffKeeping ??= needs.later(keepNow, keepingTook * rest);
  };

  const keepNow = () => {
    callOffKeeping?.();
    callOffKeeping = undefined;
    if (!waiting) return;
    const began = needs.now();
    isKept = needs.keepOnDevice(waiting);
    waiting = undefined;
    keepingTook = needs.now() - began;
  };

  const plan = () => {
    callOff?.();
    callOff = undefined;
    const due = dueAt(draft);
    if (due !== null) callOff = needs.later(send, Math.max(0, due - needs.now()));
    else if (draft.trouble?.kind === 'checking' && !isChecking) void check();
  };

  const send = () => {
    callOff = undefined;
    const due = dueAt(draft);
    if (due === null || due > needs.now()) return plan();
    const wrong = whatIsWrong(needs.kind, draft.words);
    if (wrong) return dispatch({ type: 'failed', kind: 'refused', message: wrong, at: needs.now() });
    dispatch({ type: 'sent' });
    const { sending, base } = draft;
    if (!sending) return;
    needs.save(sending.words, base.version, !sending.keep).then(
      (saved) => {
        dispatch({ type: 'acknowledged', stored: storedOf(saved), at: needs.now() });
        needs.onSaved(saved);
      },
      (error: unknown) => dispatch({ type: 'failed', ...troubleOf(error), at: needs.now() }),
    );
  };

  let isChecking = false;
  const check = async () => {
    isChecking = true;
    try {
      const stored = storedOf(await needs.load());
      isChecking = false;
      dispatch({ type: 'seen', stored, at: needs.now() });
    } catch (error) {
      isChecking = false;
      dispatch({ type: 'failed', ...troubleOf(error), at: needs.now() });
    }
  };

  const settle = () =>
    new Promise<number>((resolve, reject) => {
      const look = () => {
        const isDone = !draft.sending && !draft.keepAsked && !isDirty(draft);
        if (!isDone && !draft.trouble && !draft.theirs) return;
        listeners.delete(look);
        if (isDone) resolve(draft.base.version);
        else
          reject(
            new Problem(
              draft.theirs ? 'stale_version' : 'unavailable',
              draft.trouble?.message ?? 'Somebody else changed this too. Choose which words to keep first.',
            ),
          );
      };
      listeners.add(look);
      if (isDirty(draft)) dispatch({ type: 'keep' });
      look();
    });

  const quiet = () =>
    new Promise<number>((resolve) => {
      const look = () => {
        if (draft.sending) return;
        listeners.delete(look);
        resolve(draft.base.version);
      };
      listeners.add(look);
      look();
    });

  return {
    get: () => draft,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispatch,
    isSafe: () => isKept,
    keepNow,
    quiet,
    settle,
  };
}

/** Why the server would refuse these words, in its own words, or null. Asked before sending, so that it hears less. */
function whatIsWrong(kind: ItemKind, words: Words): string | null {
  if (!words.title.trim()) return 'It needs a title.';
  const shape = wordsShape.safeParse(words);
  const content = kindOf(kind).content.safeParse(words.content);
  const issue = (shape.error ?? content.error)?.issues[0];
  if (issue?.code === 'too_big' && issue.path[0] === 'body') return sayTooLong(issue.path, issue.maximum);
  return issue ? sayRefused(issue.path, issue.message) : null;
}

/** A story has a bound, and so has each of its lists, quotes and paragraphs. */
function sayTooLong(path: readonly PropertyKey[], maximum: number | bigint): string {
  const most = maximum.toLocaleString('en-GB');
  return path.length === 2
    ? `This story is too long: at most ${most} paragraphs. Go on in a second story.`
    : `One list, quote or paragraph of this story is too long. Divide it.`;
}

function troubleOf(error: unknown): { kind: 'away' | 'signed_out' | 'refused' | 'checking'; message: string } {
  // A defect of ours is no reason to give up somebody's words: it is tried again like a lost connection.
  if (!(error instanceof Problem)) return { kind: 'away', message: 'Something went wrong on this page.' };
  const { code, status, message, fields } = error;
  if (code === 'stale_version') return { kind: 'checking', message };
  if (status === 401) return { kind: 'signed_out', message: 'Your session has ended. Sign in again.' };
  if (status >= 500 || status === 429) return { kind: 'away', message };
  const [first] = fields ?? [];
  return { kind: 'refused', message: first ? sayRefused(first.field.split('.'), first.message) : message };
}
