import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** The margins of a screen. `reading` keeps a line of words readable, `page` suits lists, `wide` lets tables and boards use the window. */
export function Page({
  width = 'wide',
  children,
  className,
}: {
  width?: 'reading' | 'page' | 'wide';
  children: ReactNode;
  className?: string;
}) {
  const widths = { reading: 'max-w-3xl', page: 'max-w-5xl', wide: 'max-w-[110rem]' };
  return (
    <div className={cx('flex w-full flex-col gap-5 px-4 py-4 sm:px-6 sm:py-5', widths[width], className)}>
      {children}
    </div>
  );
}

export interface PageFrameProps {
  header: ReactNode;
  /** What stands beside the work: state, channels, history. `RailSection`s. */
  rail: ReactNode;
  /** What the rail is, for people who listen: `About this story`. */
  railLabel: string;
  children: ReactNode;
}

/** A page of one thing: the work at reading width, everything about it in a rail. Below 1,100 px the rail follows the work. */
export function PageFrame({ header, rail, railLabel, children }: PageFrameProps) {
  return (
    <div className="flex min-h-full flex-col">
      <div className="border-b border-line bg-paper px-4 py-3 sm:px-6">{header}</div>
      <div className="flex grow flex-col min-[1100px]:flex-row">
        <div className="min-w-0 grow px-4 py-5 sm:px-6">
          <div className="mx-auto w-full max-w-2xl">{children}</div>
        </div>
        <aside
          aria-label={railLabel}
          className="shrink-0 border-t border-line bg-sunk px-4 sm:px-6 min-[1100px]:w-88 min-[1100px]:border-t-0 min-[1100px]:border-l min-[1100px]:px-5"
        >
          {rail}
        </aside>
      </div>
    </div>
  );
}

/** One part of a rail, with a small heading and perhaps a button beside it. */
export function RailSection({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 border-b border-line py-4 last:border-b-0">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h2 className="font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** One part of a page, below its head. */
export function Section({
  title,
  description,
  action,
  children,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-lead font-semibold">{title}</h2>
          {description && <p className="max-w-prose text-ink-soft">{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
