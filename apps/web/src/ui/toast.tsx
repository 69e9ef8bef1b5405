import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { wordsOf } from './form-problem.tsx';
import { IconButton } from './icon-button.tsx';

export interface Notice {
  /** A sentence; or several, on lines of their own. */
  text: string;
  tone?: 'done' | 'wrong';
  /** Something to do about it, `Undo` for instance. */
  action?: { label: string; run: () => void };
  /** It is there until it is closed: what its action brings back is gone with it. */
  stays?: boolean;
}

/** Milliseconds a good notice stays, as long again with an action; a bad one stays until it is closed. */
const stays = 6000;

let notices: (Notice & { key: number })[] = [];
let next = 1;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const set = (to: typeof notices) => {
  notices = to;
  for (const listener of listeners) listener();
};
const close = (key: number) => set(notices.filter((notice) => notice.key !== key));

/** Shows a notice at the foot of the page and has it read aloud. */
export function showNotice(notice: Notice): void {
  const key = next++;
  // The same failure of several calls is said once.
  set([...notices.filter(({ text }) => text !== notice.text).slice(-2), { ...notice, key }]);
  if (notice.tone !== 'wrong' && !notice.stays) setTimeout(() => close(key), notice.action ? stays * 2 : stays);
}

/** Shows an error in its own words. */
export function showProblem(error: unknown): void {
  showNotice({ text: wordsOf(error).detail, tone: 'wrong' });
}

/** Where notices appear; the root of the app holds one. */
export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <section
      aria-label="Notices"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-(--foot) z-40 flex flex-col items-center gap-2 p-3"
    >
      {shown.map(({ key, text, tone = 'done', action }) => (
        <div
          key={key}
          className={cx(
            'pointer-events-auto flex w-full max-w-lg items-center gap-3 rounded-base border bg-sheet py-2 pr-2 pl-3 shadow-float',
            tone === 'wrong' ? 'border-wrong' : 'border-line',
          )}
        >
          {tone === 'wrong' ? (
            <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wrong" />
          ) : (
            <CircleCheck aria-hidden className="size-4.5 shrink-0 text-done" />
          )}
          <p className="min-w-0 grow whitespace-pre-line wrap-anywhere">{text}</p>
          {action && (
            <Button
              size="small"
              onPress={() => {
                close(key);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton label="Close notice" icon={X} size="small" onPress={() => close(key)} />
        </div>
      ))}
    </section>
  );
}
