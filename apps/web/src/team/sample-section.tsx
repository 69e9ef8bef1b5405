import { loadSample, removeWorkspace } from '@mobilise/contracts/team';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { usePerson, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/page-frame.tsx';
import { showNotice } from '../ui/toast.tsx';

/** A believable month to look at, in a workspace of its own, that can be removed again. */
export function SampleSection() {
  const { id, sample, role } = useWorkspace();
  const existing = usePerson().workspaces.find((one) => one.sample);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const load = useMutation({
    meta: { shown: true },
    mutationFn: () => call(loadSample),
    onSuccess: async ({ slug }) => {
      await client.invalidateQueries({ queryKey: ['me'] });
      await navigate({ to: `/w/${slug}/calendar` as string });
    },
  });
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: () => call(removeWorkspace, { params: { workspace: id } }),
    onSuccess: async () => {
      showNotice({ text: 'The sample workspace is removed.' });
      await client.invalidateQueries({ queryKey: ['me'] });
      await navigate({ to: '/' });
    },
  });
  return (
    <Section
      title="Sample workspace"
      description="A month of a fictional hospice, with stories, an infographic, channels and what they achieved. It stands beside your own and never sends anything outside."
    >
      <FormProblem error={load.error} />
      <div>
        {sample && role === 'owner' ? (
          <Button look="danger" onPress={() => setAsking(true)}>
            Remove the sample workspace
          </Button>
        ) : existing ? (
          <LinkButton to="/w/$workspace" params={{ workspace: existing.slug }} icon={FlaskConical}>
            Open the sample workspace
          </LinkButton>
        ) : (
          <Button icon={FlaskConical} onPress={() => load.mutate()} isPending={load.isPending}>
            Load the sample workspace
          </Button>
        )}
      </div>
      <Confirm
        title="Remove the sample workspace?"
        isOpen={isAsking}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
        action="Remove it"
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        error={remove.error}
      >
        Everything in it goes, with what you tried out there. You can load a fresh one at any time.
      </Confirm>
    </Section>
  );
}
