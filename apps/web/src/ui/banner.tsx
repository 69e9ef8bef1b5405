import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** A line across the page, above its head: what is true of the whole workspace just now. */
export function Banner({ tone, icon, children }: { tone: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div className={cx('flex items-center gap-2.5 border-b border-line px-4 py-1.5 sm:px-6 print:hidden', tone)}>
      {icon}
      {children}
    </div>
  );
}
