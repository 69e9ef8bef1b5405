import { useCan, usePerson, useWorkspace } from '../session.ts';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { ZoneSection } from '../zones/zone-section.tsx';
import { AnotherWorkspace } from './another-workspace.tsx';
import { SampleSection } from './sample-section.tsx';
import { TeamHeader } from './team-header.tsx';
import { WorkspaceForm } from './workspace-form.tsx';

/** What the workspace is called and by which clock it works; further workspaces; the sample. */
export function WorkspacePage() {
  const workspace = useWorkspace();
  const isOwner = useCan('workspace.manage');
  const ownsSome = usePerson().workspaces.some(({ role }) => role === 'owner');
  return (
    <Page width="page">
      <TeamHeader part="Workspace" />
      <div className="flex max-w-xl flex-col gap-10">
        {isOwner ? (
          <>
            <WorkspaceForm key={workspace.version} workspace={workspace} />
            <ZoneSection workspace={workspace} />
          </>
        ) : (
          <NoPermission
            action="workspace.manage"
            what={`${workspace.name} works by the clock of ${workspace.zone.replaceAll('_', ' ')}. Its name, clock and colour are set by an owner.`}
          />
        )}
        {ownsSome && <SampleSection />}
        {ownsSome && <AnotherWorkspace />}
      </div>
    </Page>
  );
}
