import type { Action } from '@mobilise/contracts/roles';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';

/** What needs a newsroom site and a right, given the first site; else what is in the way. */
export function OnASite({
  action,
  forbidden,
  children,
}: {
  action: Extract<Action, 'shows.manage' | 'shows.import'>;
  forbidden: string;
  children: (siteId: string) => ReactNode;
}) {
  const { id: workspaceId, slug } = useWorkspace();
  const may = useCan(action);
  const channels = useQuery(channelsQuery(workspaceId));
  if (!may) return <NoPermission action={action} what={forbidden} />;
  if (!channels.data)
    return channels.error ? (
      <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />
    ) : (
      <SkeletonRows rows={4} />
    );
  const site = channels.data.find(({ kind }) => kind === 'newsroom');
  if (site) return children(site.id);
  return (
    <EmptyState
      drawing="channels"
      action={
        <LinkButton to={`/w/${slug}/channels/connect` as string} search={{ kind: 'newsroom' } as never} look="primary">
          Open a newsroom site
        </LinkButton>
      }
    >
      A show stands on a newsroom site: there it has its page and its feed. Open one first.
    </EmptyState>
  );
}
