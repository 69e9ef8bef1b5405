import type { ListedPost } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { changesQuery } from '../posts/after/change-queries.ts';
import type { Ask } from '../scheduling/asking.ts';
import { useCommands } from '../scheduling/use-commands.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { stickFoot } from '../ui/stick.ts';
import { MovedSection, movedQuery } from '../zones/moved-section.tsx';
import { HeldGroupSection } from './held-group-section.tsx';
import { useHeldGroups } from './held-queries.ts';
import { WaitingChanges } from './waiting-changes.tsx';

const AskDialog = lazy(() => import('../scheduling/ask-dialog.tsx').then(({ AskDialog }) => ({ default: AskDialog })));
const SpreadDialog = lazy(() => import('./spread-dialog.tsx').then(({ SpreadDialog }) => ({ default: SpreadDialog })));

/** Every post that is held or was not sent: why, since when, and what can be done, for one or for many. */
export function HeldPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  const navigate = useNavigate();
  const { groups, isPending, error, retry, more, isFetchingMore } = useHeldGroups(workspaceId);
  const moved = useQuery(movedQuery(workspaceId)).data ?? [];
  const run = useCommands();
  const waiting = useQuery(changesQuery(workspaceId, { attention: true }));
  const changes = waiting.data ?? [];
  const [chosenIds, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Ask | null>(null);
  const [spreading, setSpreading] = useState<readonly ListedPost[] | null>(null);
  // What somebody else dealt with meanwhile is no longer chosen.
  const chosen = groups.flatMap(({ canSpread, posts }) =>
    canSpread ? posts.filter(({ id }) => chosenIds.has(id)) : [],
  );
  return (
    <Page width="page" className="grow">
      <PageHeader title="Held posts">
        {groups.some(({ needsPerson }) => needsPerson) && maySchedule && (
          <p className="max-w-prose text-ink-soft">
            These wait for somebody. Send one, give it a new time, or choose several and spread them out.
          </p>
        )}
      </PageHeader>
      {waiting.error && <ErrorState error={waiting.error} onRetry={() => void waiting.refetch()} />}
      {changes.length > 0 && <WaitingChanges changes={changes} />}
      {error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : isPending || waiting.isPending ? (
        <SkeletonRows />
      ) : groups.length === 0 && moved.length > 0 ? (
        <MovedSection />
      ) : groups.length === 0 ? (
        changes.length === 0 &&
        !waiting.error && (
          <EmptyState
            drawing="planner"
            action={<LinkButton to={`/w/${slug}/calendar` as string}>Go to the calendar</LinkButton>}
          >
            Nothing waits. What the hold switch keeps, what misses its time and what is not sent appears here.
          </EmptyState>
        )
      ) : (
        <>
          {!maySchedule && (
            <NoPermission
              action="posts.schedule"
              what="These wait for somebody who sends them or gives them new times."
            />
          )}
          <MovedSection />
          {groups.map((group) => (
            <HeldGroupSection
              key={group.key}
              group={group}
              chosen={chosenIds}
              onChoose={(ids, isChosen) =>
                setChosen(
                  (before) => new Set([...[...before].filter((id) => !ids.includes(id)), ...(isChosen ? ids : [])]),
                )
              }
              ask={setAsked}
              run={(command, cards) => void run(command, cards)}
              open={({ id }) => void navigate({ to: `/w/${slug}/posts/${id}` as string })}
            />
          ))}
          {more && (
            <Button onPress={more} isPending={isFetchingMore} className="self-start">
              Show older
            </Button>
          )}
        </>
      )}
      {chosen.length > 0 && (
        <section
          ref={stickFoot}
          aria-label="Chosen posts"
          className="sticky bottom-[calc(4rem+env(safe-area-inset-bottom))] z-10 flex flex-wrap items-center gap-x-2 gap-y-2 rounded-base border border-line-strong bg-sheet px-3 py-2.5 sm:px-4 shadow-float md:bottom-3"
        >
          <p className="figures grow font-medium">{chosen.length} chosen</p>
          <Button look="quiet" onPress={() => setChosen(new Set())}>
            Choose none
          </Button>
          <Button look="primary" onPress={() => setSpreading(chosen)}>
            Spread out…
          </Button>
        </section>
      )}
      <Suspense>
        {asked && <AskDialog ask={asked} onClose={() => setAsked(null)} />}
        {spreading && <SpreadDialog posts={spreading} onClose={() => setSpreading(null)} />}
      </Suspense>
    </Page>
  );
}
