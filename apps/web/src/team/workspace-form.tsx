import { updateWorkspace } from '@mobilise/contracts/team';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import type { MyWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ColourField } from '../ui/colour-field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Section } from '../ui/page-frame.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';

export function WorkspaceForm({ workspace }: { workspace: MyWorkspace }) {
  const client = useQueryClient();
  const [colour, setColour] = useState(workspace.colour);
  const save = useMutation({
    meta: { shown: true },
    mutationFn: (name: string) =>
      call(updateWorkspace, {
        params: { workspace: workspace.id },
        body: { name, colour, version: workspace.version },
      }),
    onSuccess: async () => {
      showNotice({ text: 'The workspace is changed.' });
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <Section title="This workspace">
      <Form
        error={save.error}
        onSubmit={(data) => save.mutate(textOf(data, 'name'))}
        actions={
          <Button type="submit" look="primary" isPending={save.isPending}>
            Save the changes
          </Button>
        }
      >
        <TextField label="Name of the team" name="name" defaultValue={workspace.name} isRequired maxLength={80} />
        <ColourField label="Colour" value={colour} onChange={setColour} />
      </Form>
    </Section>
  );
}
