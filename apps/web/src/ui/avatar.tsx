import { cx } from './cx.ts';

/** A person's initials; their name stands beside it. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('');
  return (
    <span
      aria-hidden
      className={cx(
        'inline-grid size-7 shrink-0 place-items-center rounded-full border border-line bg-accent-soft text-small font-medium text-accent uppercase',
        className,
      )}
    >
      {initials}
    </span>
  );
}
