import type { Show } from '@mobilise/contracts/shows';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkTabs } from '../ui/link-tabs.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { showQuery } from './show-queries.ts';

/** A page of one show: its head, and what the part that is open says about it. */
export function ShowFrame({
  part,
  actions,
  children,
}: {
  /** What the browser's tab says beside the show's title. */
  part?: string;
  actions?: (show: Show) => ReactNode;
  children: (show: Show) => ReactNode;
}) {
  const { id: workspaceId, slug } = useWorkspace();
  const { show: showId = '' } = useParams({ strict: false }) as { show?: string };
  const { data: show, error, refetch } = useQuery(showQuery(workspaceId, showId));
  if (!show) {
    return error ? (
      <Page>
        <PageHeader title="Show" />
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    ) : (
      <SkeletonPage />
    );
  }
  const at = `/w/${slug}/shows/${show.id}`;
  return (
    <Page>
      <PageHeader
        title={show.title}
        documentTitle={part ? `${part}, ${show.title}` : show.title}
        above={
          <>
            <Link to={`/w/${slug}/shows` as string} className="text-link">
              Podcasts
            </Link>
            {show.archivedAt && <Badge className="ml-2">Archived</Badge>}
            {show.newFeedUrl && (
              <Badge tone="wait" className="ml-2">
                Moved away
              </Badge>
            )}
          </>
        }
        actions={actions?.(show)}
      >
        <LinkTabs
          label={show.title}
          tabs={[
            { to: at, title: 'Episodes' },
            { to: `${at}/directories`, title: 'Feed and directories' },
            { to: `${at}/settings`, title: 'Settings' },
          ]}
        />
      </PageHeader>
      {children(show)}
    </Page>
  );
}
