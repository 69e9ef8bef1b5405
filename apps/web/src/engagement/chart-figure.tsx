import { type ReactNode, Suspense } from 'react';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';

export interface ChartFigureProps<R> {
  title: string;
  /** What it shows and how to read it. */
  description?: ReactNode;
  /** The chart, lazily loaded. */
  children: ReactNode;
  /** The same numbers as a table. */
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** Whether the numbers are shown at first. */
  isOpen?: boolean;
}

/** A chart with its title and its table; the chart's code comes when one is shown. */
export function ChartFigure<R>({
  title,
  description,
  children,
  columns,
  rows,
  rowKey,
  isOpen = false,
}: ChartFigureProps<R>) {
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption>
        <h3 className="font-semibold">{title}</h3>
        {description && <p className="text-small text-ink-soft">{description}</p>}
      </figcaption>
      <Suspense fallback={<Skeleton className="h-56 w-full" />}>{children}</Suspense>
      <details open={isOpen} className="group">
        <summary className="w-fit cursor-default rounded-base py-1 text-small font-medium text-accent underline underline-offset-3 pointer-coarse:py-3">
          The numbers as a table
        </summary>
        <div className="pt-1">
          <Table caption={title} rows={rows} rowKey={rowKey} columns={columns} />
        </div>
      </details>
    </figure>
  );
}
