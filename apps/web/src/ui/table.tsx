import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Column<R> {
  title: string;
  /** Numbers stand right, in figures of one width. */
  align?: 'left' | 'right';
  /** The title is read but not seen: a column of buttons. */
  hideTitle?: boolean;
  cell: (row: R) => ReactNode;
  className?: string;
}

export interface TableProps<R> {
  /** What the table holds; read aloud, seen with `showCaption`. */
  caption: string;
  showCaption?: boolean;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  className?: string;
}

/** A table of hairlines. The first column names the row; on a phone each row becomes a small list. */
export function Table<R>({ caption, showCaption = false, columns, rows, rowKey, className }: TableProps<R>) {
  // On a phone a row's buttons stand beside its name.
  const hasButtons = columns.some(({ hideTitle }) => hideTitle);
  return (
    <table className={cx('w-full border-collapse text-left max-sm:block', className)}>
      <caption className={showCaption ? 'pb-2 text-left font-medium' : 'sr-only'}>{caption}</caption>
      <thead className="max-sm:sr-only">
        <tr>
          {columns.map(({ title, align, hideTitle }) => (
            <th
              key={title}
              scope="col"
              className={cx(
                'border-b border-line-strong py-1.5 pr-4 text-small font-medium last:pr-0 text-ink-soft',
                align === 'right' && 'text-right',
              )}
            >
              <span className={hideTitle ? 'sr-only' : ''}>{title}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className="border-b border-line align-middle max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-4 max-sm:gap-y-1 max-sm:py-2.5"
          >
            {columns.map(({ title, align, hideTitle, cell, className: own }, index) => {
              const classes = cx(
                'py-2 pr-4 last:pr-0 max-sm:flex max-sm:items-center max-sm:gap-1.5 max-sm:p-0 max-sm:empty:hidden max-sm:has-data-nothing:hidden',
                align === 'right' && 'figures text-right max-sm:text-left',
                index > 0 && (hideTitle ? 'max-sm:order-1' : 'max-sm:order-2'),
                own,
              );
              return index === 0 ? (
                <th
                  key={title}
                  scope="row"
                  className={cx(
                    classes,
                    'font-normal max-sm:grow',
                    hasButtons ? 'max-sm:basis-[calc(100%-8rem)]' : 'max-sm:basis-full',
                  )}
                >
                  {cell(row)}
                </th>
              ) : (
                <td key={title} className={classes}>
                  {!hideTitle && (
                    <span aria-hidden className="text-small text-ink-soft sm:hidden">
                      {title}
                    </span>
                  )}
                  {cell(row)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
