import type { Audiogram } from '@mobilise/contracts/audiograms';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useWorkspace } from '../../session.ts';
import { announce } from '../../ui/announcer.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { AudiogramCard } from './audiogram-card.tsx';
import { audiogramsQuery, shapeWords } from './audiogram-queries.ts';

/** The audiograms of an episode; `empty` is said where there are none. */
export function AudiogramList({ itemId, empty }: { itemId: string; empty: React.ReactNode }) {
  const { id: workspaceId } = useWorkspace();
  const { data, error, refetch } = useQuery(audiogramsQuery(workspaceId, itemId));
  useTold(data);
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={2} />;
  if (data.length === 0) return empty;
  const newest = Math.max(...data.map(({ revision }) => revision));
  return (
    <ul className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      {data.map((audiogram) => (
        <AudiogramCard
          key={`${audiogram.revision} ${audiogram.shape}`}
          itemId={itemId}
          audiogram={audiogram}
          isOlder={audiogram.revision < newest}
        />
      ))}
    </ul>
  );
}

/** Says when one that was being made is there, or could not be made. */
function useTold(data: readonly Audiogram[] | undefined): void {
  const before = useRef(new Map<string, Audiogram['state']>());
  useEffect(() => {
    for (const { revision, shape, state } of data ?? []) {
      const key = `${revision} ${shape}`;
      const was = before.current.get(key);
      const { label } = shapeWords[shape];
      if (was && was !== state && state === 'ready') announce(`The audiogram is ready: ${label}`);
      if (was && was !== state && state === 'failed') announce(`The audiogram could not be made: ${label}`);
      before.current.set(key, state);
    }
  }, [data]);
}
