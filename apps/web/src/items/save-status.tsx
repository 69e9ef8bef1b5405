import type { Item } from '@mobilise/contracts/items';
import { dateOf, sayInstant } from '@mobilise/contracts/time';
import { CircleAlert, CircleCheck, CloudOff, LoaderCircle, PencilLine } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { usePerson, useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
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

/** Where the words are, in a few words. */
function statusOf(draft: Draft, isSafe: boolean, saved: string, name: string): { mark: Mark; words: string } {
  const kept = isSafe ? 'Kept on this device.' : 'Keep this page open: this device has no room for them.';
  if (draft.theirs) {
    const { by } = draft.theirs;
    const who = by === name ? 'you changed it in another window' : `${by} changed it too`;
    return { mark: 'wrong', words: `Not saved: ${who}. ${kept}` };
  }
  if (draft.sending || draft.trouble?.kind === 'checking') return { mark: 'saving', words: 'Saving…' };
  if (draft.trouble) {
    const { kind, message } = draft.trouble;
    if (kind === 'away' && !navigator.onLine) return { mark: 'away', words: `Not saved: you are offline. ${kept}` };
    if (kind === 'away')
      return { mark: 'away', words: `Not saved yet: Mobilise cannot be reached. ${kept} It is tried again.` };
    return { mark: 'wrong', words: `Not saved: ${message.charAt(0).toLowerCase()}${message.slice(1)} ${kept}` };
  }
  if (isDirty(draft))
    return isSafe ? { mark: 'waiting', words: 'Writing…' } : { mark: 'wrong', words: `Not saved yet. ${kept}` };
  return { mark: 'saved', words: saved };
}

/** Says where the words are: seen always, read aloud when it goes wrong, when it is right again, and after a deliberate save. */
export function SaveStatus({ draft, isSafe, item }: { draft: Draft; isSafe: boolean; item: Item }) {
  const { zone } = useWorkspace();
  const { name } = usePerson();
  const at = new Date(draft.savedAt ?? item.updatedAt);
  const isToday = dateOf(at, zone) === dateOf(new Date(), zone);
  const saidAt = sayInstant(at, zone);
  const { mark, words } = statusOf(
    draft,
    isSafe,
    `Saved ${isToday ? (saidAt.split(', ')[1] ?? saidAt) : saidAt}`,
    name,
  );
  const before = useRef<Mark>('saved');
  const wasWrong = useRef(false);
  useEffect(() => {
    if (before.current === mark) return;
    before.current = mark;
    if (mark === 'away' || mark === 'wrong') {
      wasWrong.current = true;
      announce(words);
    } else if (mark === 'saved' && wasWrong.current) {
      wasWrong.current = false;
      announce(words);
    }
  }, [mark, words]);
  const Icon = icons[mark];
  return (
    <p className="figures flex min-w-0 items-start gap-1.5 text-small text-ink-soft">
      <Icon aria-hidden className={`mt-px size-4 shrink-0 ${inks[mark]}`} />
      <span>{words}</span>
    </p>
  );
}
