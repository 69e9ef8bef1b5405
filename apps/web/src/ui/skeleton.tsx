import { cx } from './cx.ts';

/** A grey shape where something will stand. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('block animate-pulse rounded-base bg-hover', className)} />;
}

/** Rows of a list that is on its way. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      {[...Array(rows).keys()].map((row) => (
        <div key={row} className="flex items-center gap-3 border-b border-line py-3">
          <Skeleton className="size-7 shrink-0" />
          <Skeleton className={cx('h-4', row % 3 === 0 ? 'w-1/2' : row % 3 === 1 ? 'w-2/5' : 'w-3/5')} />
          <Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
    </div>
  );
}

/** A page that is on its way: its heading and some rows. */
export function SkeletonPage() {
  return (
    <div role="status" aria-label="Loading" className="p-4 sm:p-6">
      <Skeleton className="mb-6 h-8 w-56" />
      <Skeleton className="mb-3 h-4 w-2/3" />
      <Skeleton className="mb-3 h-4 w-1/2" />
      <Skeleton className="h-4 w-3/5" />
    </div>
  );
}
