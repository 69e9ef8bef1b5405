import { Skeleton, SkeletonPage } from '../ui/skeleton.tsx';

/** The shell before we know who is there, in the same places as the real one. */
export function ShellSkeleton() {
  return (
    <div className="flex min-h-dvh">
      <div aria-hidden className="hidden w-54 shrink-0 flex-col gap-3 border-r border-line bg-sunk p-3 md:flex">
        <Skeleton className="mb-3 h-9" />
        {Array.from({ length: 6 }, (_, row) => (
          <Skeleton key={row} className="h-6 w-3/4" />
        ))}
      </div>
      <main className="grow">
        <SkeletonPage />
      </main>
    </div>
  );
}
