import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { usePerson, useWorkspace } from '../session.ts';
import { Menu } from '../ui/menu.tsx';
import { WorkspaceMark } from './workspace-mark.tsx';

/** Which workspace this is, and the way to the others. */
export function WorkspaceMenu() {
  const present = useWorkspace();
  const { workspaces } = usePerson();
  const navigate = useNavigate();
  const ownsOne = workspaces.some(({ role }) => role === 'owner');
  return (
    <Menu
      label="Workspaces"
      trigger={
        <Button className="flex min-h-11 w-full items-center gap-2.5 rounded-base px-1.5 text-left hover:bg-hover data-pressed:bg-hover">
          <WorkspaceMark name={present.name} colour={present.colour} />
          <span className="min-w-0 grow leading-tight font-semibold wrap-anywhere">{present.name}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
          <span className="sr-only">, change workspace</span>
        </Button>
      }
      items={[
        {
          section: 'Workspaces',
          items: workspaces.map(({ id, slug, name, colour, role, sample }) => ({
            label: name,
            mark: <WorkspaceMark name={name} colour={colour} />,
            description: sample ? 'Sample' : `You are ${/^[aeio]/.test(role) ? 'an' : 'a'} ${role}`,
            isCurrent: id === present.id,
            onAction: () => void navigate({ to: `/w/${slug}/calendar` as string }),
          })),
        },
        ownsOne && 'line',
        ownsOne && {
          label: 'Add a workspace',
          icon: Plus,
          onAction: () =>
            void navigate({ to: '/w/$workspace/team/workspace', params: { workspace: present.slug }, hash: 'another' }),
        },
      ]}
    />
  );
}
