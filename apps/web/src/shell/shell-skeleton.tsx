import { Skeleton, SkeletonPage } from '../ui/skeleton.tsx';
import { places } from './places.ts';

/** The shell before we know who is there, in the same places as the real one. */
export function ShellSkeleton() {
  return (
    <div className="flex min-h-dvh">
      <div aria-hidden className="hidden w-54 shrink-0 flex-col gap-3 border-r border-line bg-sunk p-3 md:flex">
        <Skeleton className="mb-3 h-9" />
        {places.map(({ path }) => (
          <Skeleton key={path} className="h-6 w-3/4" />
        ))}
      </div>
      <main className="grow">
        <SkeletonPage />
      </main>
    </div>
  );
}
