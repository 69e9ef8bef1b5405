import { loadSample } from '@mobilise/contracts/team';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FlaskConical, PenLine } from 'lucide-react';
import { call } from '../call.ts';
import { useCan, usePerson, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';

/** A month or week without posts. Who owns an empty workspace may look at a full one first. */
export function NothingPlanned({
  when,
  isNarrowed,
  onWiden,
}: {
  when: string;
  isNarrowed: boolean;
  onWiden: () => void;
}) {
  const { slug, role, sample } = useWorkspace();
  const mayWrite = useCan('items.write');
  const hasSample = usePerson().workspaces.some((one) => one.sample);
  const client = useQueryClient();
  const navigate = useNavigate();
  const load = useMutation({
    mutationFn: () => call(loadSample),
    onSuccess: async ({ slug }) => {
      await client.invalidateQueries({ queryKey: ['me'] });
      await navigate({ to: `/w/${slug}/calendar` as string });
    },
  });
  if (isNarrowed) {
    return (
      <EmptyState drawing="planner" action={<Button onPress={onWiden}>Show everything</Button>}>
        Nothing of what you filtered for is planned for {when}.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      drawing="planner"
      action={
        mayWrite && (
          <div className="flex flex-wrap justify-center gap-2">
            <LinkButton to={`/w/${slug}/items` as string} look="primary" icon={PenLine}>
              Write a story
            </LinkButton>
            {role === 'owner' && !sample && !hasSample && (
              <Button icon={FlaskConical} onPress={() => load.mutate()} isPending={load.isPending}>
                Load the sample workspace
              </Button>
            )}
          </div>
        )
      }
    >
      Nothing planned for {when}.
    </EmptyState>
  );
}
