import { createWorkspace } from '@mobilise/contracts/team';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ColourField } from '../ui/colour-field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Section } from '../ui/page-frame.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ZoneField } from '../ui/zone-field.tsx';

/** A further team in this installation: its own people, channels and newsroom site. */
export function AnotherWorkspace() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [zone, setZone] = useState(useWorkspace().zone);
  const [colour, setColour] = useState('#1d5c9e');
  const create = useMutation({
    meta: { shown: true },
    mutationFn: (name: string) => call(createWorkspace, { body: { name, zone, colour } }),
    onSuccess: async ({ slug }) => {
      await client.invalidateQueries({ queryKey: ['me'] });
      await navigate({ to: `/w/${slug}/calendar` as string });
    },
  });
  return (
    <div id="another">
      <Section
        title="Add a workspace"
        description="For another team: its own people, channels and newsroom site. Nothing passes between two workspaces."
      >
        <Form
          error={create.error}
          onSubmit={(data) => create.mutate(textOf(data, 'name'))}
          actions={
            <Button type="submit" isPending={create.isPending}>
              Add the workspace
            </Button>
          }
        >
          <TextField label="Name of the other team" name="name" isRequired maxLength={80} />
          <ZoneField label="Its time zone" value={zone} onChange={setZone} />
          <ColourField label="Its colour" value={colour} onChange={setColour} />
        </Form>
      </Section>
    </div>
  );
}
