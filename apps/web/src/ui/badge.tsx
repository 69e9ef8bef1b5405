import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'plain' | 'accent' | 'going' | 'done' | 'wait' | 'wrong';

const tones: Record<Tone, string> = {
  plain: 'bg-hover text-ink',
  accent: 'bg-accent-soft text-accent',
  going: 'bg-going-soft text-going',
  done: 'bg-done-soft text-done',
  wait: 'bg-wait-soft text-wait',
  wrong: 'bg-wrong-soft text-wrong',
};

/** A word with an icon; never a colour alone. */
export function Badge({
  tone = 'plain',
  icon,
  children,
  className,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cx(
        'inline-flex h-5.5 items-center gap-1 rounded-base border border-transparent px-1.5 text-small font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
