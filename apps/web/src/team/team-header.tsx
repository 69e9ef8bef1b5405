import type { ReactNode } from 'react';
import { useWorkspace } from '../session.ts';
import { LinkTabs } from '../ui/link-tabs.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** The head of the team's four pages. */
export function TeamHeader({
  part,
  actions,
}: {
  part: 'People' | 'API keys' | 'Log' | 'Workspace';
  actions?: ReactNode;
}) {
  const { slug } = useWorkspace();
  const at = `/w/${slug}/team`;
  return (
    <PageHeader title="Team" documentTitle={part === 'People' ? 'Team' : `${part}, Team`} actions={actions}>
      <LinkTabs
        label="Team"
        tabs={[
          { to: at, title: 'People' },
          { to: `${at}/keys`, title: 'API keys' },
          { to: `${at}/log`, title: 'Log' },
          { to: `${at}/workspace`, title: 'Workspace' },
        ]}
      />
    </PageHeader>
  );
}
