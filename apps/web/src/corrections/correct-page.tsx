import { kindWords } from '@mobilise/contracts/item-kinds';
import type { Item } from '@mobilise/contracts/items';
import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { itemQuery } from '../items/item-queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { useTitle } from '../title.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page, Section } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { correctionsQuery } from './correction-queries.ts';
import { CorrectionSteps } from './correction-steps.tsx';
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

/** The start: the sentence, and the corrections there have been. */
function Begin({ item }: { item: Item }) {
  const { id: workspaceId, slug } = useWorkspace();
  const navigate = useNavigate();
  const mayCorrect = useCan('posts.correct');
  const before = useQuery(correctionsQuery(workspaceId, item.id));
  const isOut = (item.posts['published'] ?? 0) > 0;
  const what = kindWords[item.kind].label.toLowerCase();
  const open = (correction: string) =>
    void navigate({ to: `/w/${slug}/items/${item.id}/correct` as string, search: { correction } as never });
  return (
    <div className="flex flex-col gap-8">
      {!isOut ? (
        <EmptyState
          drawing="planner"
          action={<LinkButton to={`/w/${slug}/items/${item.id}` as string}>Open the {what}</LinkButton>}
        >
          Nothing of this {what} is out, so there is nothing to correct in public. Edit it.
        </EmptyState>
      ) : mayCorrect ? (
        <StatementForm item={item} known={null} onSaved={({ id }) => open(id)} />
      ) : (
        <NoPermission action="posts.correct" what="A correction is public, and a lead’s to begin." />
      )}
      {before.error ? (
        <ErrorState error={before.error} onRetry={() => void before.refetch()} />
      ) : (
        before.data &&
        before.data.length > 0 && (
          <Section title="Corrections so far">
            <ul className="flex flex-col border-t border-line">
              {before.data.map(({ id, statement, by, createdAt }) => (
                <li key={id} className="border-b border-line py-2.5">
                  <Link
                    to={`/w/${slug}/items/${item.id}/correct` as string}
                    search={{ correction: id } as never}
                    className="text-link"
                  >
                    {statement}
                  </Link>
                  <p className="figures text-small text-ink-soft">
                    {by}, <SayDay at={createdAt} />
                  </p>
                </li>
              ))}
            </ul>
          </Section>
        )
      )}
    </div>
  );
}

function SayDay({ at }: { at: string }) {
  const { zone } = useWorkspace();
  return <time dateTime={at}>{sayInstant(at, zone)}</time>;
}
