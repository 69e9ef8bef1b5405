import type { revisionSummary } from '@mobilise/contracts/items';
import { dateOf, sayInstant } from '@mobilise/contracts/time';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BadgeCheck } from 'lucide-react';
import type { z } from 'zod';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { foldRevisions } from './fold-revisions.ts';
import { revisionsQuery } from './item-queries.ts';

type Summary = z.infer<typeof revisionSummary>;

/** Every version of an item by day; what was saved by itself is folded away. */
export function HistorySection({ itemId, shown }: { itemId: string; shown: number | undefined }) {
  const { id: workspaceId, zone } = useWorkspace();
  const list = useInfiniteQuery(revisionsQuery(workspaceId, itemId));
  const revisions = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const days = Map.groupBy(revisions, ({ createdAt }) => dateOf(createdAt, zone));
  return (
    <RailSection title="History">
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton className="h-16" />
      ) : (
        [...days].map(([date, ofDay]) => (
          <div key={date} className="flex flex-col">
            <h3 className="pb-0.5 text-small font-medium text-ink-soft">
              {sayInstant(ofDay[0]?.createdAt ?? '', zone).split(',')[0]}
            </h3>
            <ol className="flex flex-col">
              {foldRevisions(ofDay).map((entry) =>
                Array.isArray(entry) ? (
                  <li key={entry[0]?.id}>
                    <details>
                      <summary className="py-1 text-small text-ink-soft hover:text-ink">
                        {entry.length} saved by themselves
                      </summary>
                      <ol className="border-l border-line pl-3">
                        {entry.map((revision) => (
                          <Entry
                            key={revision.id}
                            revision={revision}
                            isShown={revision.number === shown}
                            zone={zone}
                          />
                        ))}
                      </ol>
                    </details>
                  </li>
                ) : (
                  <Entry key={entry.id} revision={entry} isShown={entry.number === shown} zone={zone} />
                ),
              )}
            </ol>
          </div>
        ))
      )}
      {list.hasNextPage && (
        <Button
          size="small"
          onPress={() => void list.fetchNextPage()}
          isPending={list.isFetchingNextPage}
          className="self-start"
        >
          Show older
        </Button>
      )}
    </RailSection>
  );
}

function Entry({
  revision: { number, author, createdAt, origin, approval, posts },
  isShown,
  zone,
}: {
  revision: Summary;
  isShown: boolean;
  zone: string;
}) {
  return (
    <li>
      <Link
        to="."
        search={((present: object) => ({ ...present, revision: number, with: undefined })) as never}
        aria-current={isShown ? 'true' : undefined}
        className={`-mx-1.5 flex min-h-8 items-center gap-2 rounded-base px-1.5 text-ink hover:bg-hover pointer-coarse:min-h-11 ${isShown ? 'bg-accent-soft font-medium' : ''}`}
      >
        <time dateTime={createdAt} className="figures shrink-0 text-small text-ink-soft">
          {sayInstant(createdAt, zone).split(', ')[1]}
        </time>
        <span className="min-w-0 grow truncate">
          Revision {number}
          {origin === 'restore' && ', restored'}, {author}
        </span>
        {posts > 0 && (
          <span className="figures text-small text-ink-soft">{posts === 1 ? '1 post' : `${posts} posts`}</span>
        )}
        {approval && <BadgeCheck role="img" aria-label="approved" className="size-4 shrink-0 text-done" />}
      </Link>
    </li>
  );
}
