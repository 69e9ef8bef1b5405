import type { ReactNode } from 'react';
import { useTitle } from '../title.ts';
import { cx } from './cx.ts';

export interface PageHeaderProps {
  title: string;
  /** What the browser's tab says, when the heading is something else (an item's field, a month). */
  documentTitle?: string;
  /** Above the title: a link back, a kind. */
  above?: ReactNode;
  /** Beside the title: buttons, the one to press last. */
  actions?: ReactNode;
  /** Below the title: a sentence, filters, tabs. */
  children?: ReactNode;
  className?: string;
}

/** The head of every screen: its one h1, which also titles the document and is announced on arrival. */
export function PageHeader({ title, documentTitle, above, actions, children, className }: PageHeaderProps) {
  useTitle(documentTitle ?? title);
  return (
    <header className={cx('flex flex-col gap-3', className)}>
      {above && <div className="-mb-2 text-small text-ink-soft">{above}</div>}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="min-w-0 grow text-page font-semibold tracking-tight wrap-anywhere">{title}</h1>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </header>
  );
}
