import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useWorkspace } from '../session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Section } from '../ui/page-frame.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { foundQuery } from './publishing-queries.ts';
import { WatchedList } from './watched-list.tsx';

/** The question people come with, answered for the posts they may mean. */
export function FindSection() {
  const { id } = useWorkspace();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const { data, error, refetch } = useQuery(foundQuery(id, search));
  const count = data?.data.length ?? 0;
  return (
    <Section title="Why is my post not out?">
      <SearchField label="Title or address of a post" value={typed} onChange={setTyped} />
      <div role="status" className="flex flex-col gap-2">
        {search !== '' &&
          (error && !data ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : data && count === 0 ? (
            <p className="text-ink-soft">No post of this workspace is called that, or was published there.</p>
          ) : (
            data && (
              <>
                <p className="sr-only">{count === 1 ? '1 post found' : `${count} posts found`}</p>
                <WatchedList
                  label="Posts found"
                  posts={data.data}
                  now={data.now}
                  publishersLive={data.publishersLive}
                />
              </>
            )
          ))}
      </div>
    </Section>
  );
}
