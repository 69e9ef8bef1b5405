import type { CorrectionSummary } from '@mobilise/contracts/corrections';
import { kindWords } from '@mobilise/contracts/item-kinds';
import type { Item } from '@mobilise/contracts/items';
import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { itemQuery } from '../items/item-queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { useTitle } from '../title.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page, Section } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { correctionsQuery } from './correction-queries.ts';
import { CorrectionSteps } from './correction-steps.tsx';
import { GoOn, sayLeft } from './open-corrections.tsx';
import { StatementForm } from './statement-form.tsx';

/** Corrects an item wherever it is out: what was wrong, in a public sentence; then, channel by channel, what is done about it. */
export function CorrectPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const { item: itemId = '' } = useParams({ strict: false }) as { item?: string };
  const { correction } = useSearch({ strict: false }) as { correction?: string };
  const item = useQuery(itemQuery(workspaceId, itemId));
  useTitle(item.data ? `Correct ${item.data.title}` : 'Correct');
  return (
    <Page width="reading">
      <PageHeader
        title={item.data ? `Correct “${item.data.title}”` : 'Correct'}
        above={
          <span className="flex flex-wrap gap-x-1.5">
            <Link to={`/w/${slug}/items` as string} className="text-link">
              Items
            </Link>
            /
            <Link to={`/w/${slug}/items/${itemId}` as string} className="text-link">
              {item.data?.title ?? 'Item'}
            </Link>
          </span>
        }
      />
      {item.error ? (
        <ErrorState error={item.error} onRetry={() => void item.refetch()} />
      ) : !item.data ? (
        <SkeletonRows />
      ) : correction ? (
        <CorrectionSteps key={correction} id={correction} item={item.data} />
      ) : (
        <Begin item={item.data} />
      )}
    </Page>
  );
}

/** The start: what is not finished, the sentence of another, and the corrections there have been. */
function Begin({ item }: { item: Item }) {
  const { id: workspaceId } = useWorkspace();
  const before = useQuery({ ...correctionsQuery(workspaceId, item.id), refetchOnMount: 'always' });
  // Decided by what is true now, not by what was when somebody was here last.
  if (before.isPending || (before.isFetching && !before.isFetchedAfterMount)) return <SkeletonRows />;
  const all = before.data ?? [];
  const open = all.filter(({ left }) => left.length > 0);
  const finished = all.filter(({ left }) => left.length === 0);
  return (
    <div className="flex flex-col gap-8">
      {open.length > 0 && (
        <Section title="Not finished">
          <ul className="flex flex-col border-t border-line">
            {open.map((correction) => (
              <li key={correction.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-3">
                <Listed correction={correction}>{sayLeft(correction)}</Listed>
                <GoOn correction={correction} look="primary" />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Another item={item} isFirst={open.length === 0} />
      {before.error && <ErrorState error={before.error} onRetry={() => void before.refetch()} />}
      {finished.length > 0 && (
        <Section title="Corrections so far">
          <ul className="flex flex-col border-t border-line">
            {finished.map((correction) => (
              <li key={correction.id} className="border-b border-line py-2.5">
                <Listed correction={correction} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

/** The sentence of a new correction; beside one that is not finished it is a choice of its own. */
function Another({ item, isFirst }: { item: Item; isFirst: boolean }) {
  const { slug } = useWorkspace();
  const navigate = useNavigate();
  const mayCorrect = useCan('posts.correct');
  // One that somebody else begins meanwhile, or this one itself, takes no words away that are being written.
  const [isBeginning, setBeginning] = useState(isFirst);
  const what = kindWords[item.kind].label.toLowerCase();
  if ((item.posts['published'] ?? 0) === 0)
    return (
      <EmptyState
        drawing="planner"
        action={<LinkButton to={`/w/${slug}/items/${item.id}` as string}>Open the {what}</LinkButton>}
      >
        Nothing of this {what} is out, so there is nothing to correct in public. Edit it.
      </EmptyState>
    );
  if (!mayCorrect) return <NoPermission action="posts.correct" what="A correction is public, and a lead’s to begin." />;
  if (!isBeginning)
    return (
      <Button className="self-start" onPress={() => setBeginning(true)}>
        Begin another correction…
      </Button>
    );
  const open = (correction: string) =>
    void navigate({ to: `/w/${slug}/items/${item.id}/correct` as string, search: { correction } as never });
  return (
    <StatementForm
      item={item}
      known={null}
      onSaved={({ id }) => open(id)}
      {...(!isFirst && { onClose: () => setBeginning(false) })}
    />
  );
}

function Listed({ correction, children }: { correction: CorrectionSummary; children?: ReactNode }) {
  const { slug, zone } = useWorkspace();
  const { id, itemId, statement, by, createdAt } = correction;
  return (
    <div className="min-w-48 flex-1">
      <Link
        to={`/w/${slug}/items/${itemId}/correct` as string}
        search={{ correction: id } as never}
        className="text-link wrap-anywhere"
      >
        {statement}
      </Link>
      {children && <p>{children}</p>}
      <p className="figures text-small text-ink-soft">
        {by}, <time dateTime={createdAt}>{sayInstant(createdAt, zone)}</time>
      </p>
    </div>
  );
}
