import type { Item } from '@mobilise/contracts/items';
import { dateOf, sayInstant } from '@mobilise/contracts/time';
import { Link, useLocation } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, CloudOff, LoaderCircle, PencilLine } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { usePerson, useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
import { cx } from '../ui/cx.ts';
import { stickHead } from '../ui/stick.ts';
import { type Draft, isDirty } from './drafting.ts';

type Mark = 'saved' | 'saving' | 'waiting' | 'away' | 'wrong';

const icons = { saved: CircleCheck, saving: LoaderCircle, waiting: PencilLine, away: CloudOff, wrong: CircleAlert };
const inks = {
  saved: 'text-done',
  saving: 'text-going animate-spin',
  waiting: 'text-ink-soft',
  away: 'text-wait',
  wrong: 'text-wrong',
};

export interface Status {
  mark: Mark;
  words: string;
  /** The session has ended: the way back belongs beside the words. */
  hasEnded?: boolean;
}

/** Whether it is one that must stay in view: the words are on this device at best. */
export const isUnsaved = ({ mark }: Status): boolean => mark === 'away' || mark === 'wrong';

/** Where the words are, in a few words. A new try changes nothing before it is answered. */
function statusOf(draft: Draft, isSafe: boolean, saved: string, name: string): Status {
  const kept = isSafe ? 'Kept on this device.' : 'Keep this page open: this device has no room for them.';
  if (draft.theirs) {
    const { by } = draft.theirs;
    const who = by === name ? 'you changed it in another window' : `${by} changed it too`;
    return { mark: 'wrong', words: `Not saved: ${who}. ${kept}` };
  }
  if (draft.trouble && draft.trouble.kind !== 'checking') {
    const { kind, message } = draft.trouble;
    if (kind === 'signed_out')
      return { mark: 'wrong', words: `Not saved: your session has ended. ${kept}`, hasEnded: true };
    if (kind === 'away' && !navigator.onLine) return { mark: 'away', words: `Not saved: you are offline. ${kept}` };
    if (kind === 'away')
      return { mark: 'away', words: `Not saved yet: Mobilise cannot be reached. ${kept} It is tried again.` };
    return { mark: 'wrong', words: `Not saved: ${message.charAt(0).toLowerCase()}${message.slice(1)} ${kept}` };
  }
  if (draft.sending || draft.trouble) return { mark: 'saving', words: 'Saving…' };
  if (isDirty(draft))
    return isSafe ? { mark: 'waiting', words: 'Writing…' } : { mark: 'wrong', words: `Not saved yet. ${kept}` };
  return { mark: 'saved', words: saved };
}

/** Where the words are; read aloud once when something goes wrong and once when it is right again. */
export function useSaveStatus(draft: Draft, isSafe: boolean, item: Item): Status {
  const { zone } = useWorkspace();
  const { name } = usePerson();
  const at = new Date(draft.savedAt ?? item.updatedAt);
  const isToday = dateOf(at, zone) === dateOf(new Date(), zone);
  const saidAt = sayInstant(at, zone);
  const status = statusOf(draft, isSafe, `Saved ${isToday ? (saidAt.split(', ')[1] ?? saidAt) : saidAt}`, name);
  const { mark, words } = status;
  const trouble = useRef<string | null>(null);
  useEffect(() => {
    if (mark === 'away' || mark === 'wrong') {
      if (trouble.current === words) return;
      trouble.current = words;
      announce(words);
    } else if (mark === 'saved' && trouble.current !== null) {
      trouble.current = null;
      announce(words);
    }
  }, [mark, words]);
  return status;
}

/** Says where the words are. */
export function SaveStatus({ status: { mark, words, hasEnded }, isSafe }: { status: Status; isSafe: boolean }) {
  const { href } = useLocation();
  const Icon = icons[mark];
  return (
    <p className={cx('figures flex min-w-0 items-start gap-1.5 text-small', hasEnded ? 'text-ink' : 'text-ink-soft')}>
      <Icon aria-hidden className={`mt-px size-4 shrink-0 ${inks[mark]}`} />
      <span>
        {words}
        {hasEnded && (
          <>
            {' '}
            {/* Words that only this page has are not to be left for it. */}
            <Link to="/sign-in" search={{ next: href }} {...(!isSafe && { target: '_blank' })} className="text-link">
              Sign in again
            </Link>
          </>
        )}
      </span>
    </p>
  );
}

/** The line at the head of the window while words are not saved, however far down one writes. */
export function UnsavedLine({ status, isSafe }: { status: Status; isSafe: boolean }) {
  return (
    <div
      ref={stickHead}
      className="sticky top-0 z-20 shrink-0 border-b border-line-strong bg-paper px-4 py-2 shadow-float sm:px-6 print:hidden"
    >
      <SaveStatus status={status} isSafe={isSafe} />
    </div>
  );
}
