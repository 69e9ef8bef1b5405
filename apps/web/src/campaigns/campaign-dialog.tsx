import { type Campaign, createCampaign, updateCampaign } from '@mobilise/contracts/campaigns';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ColourField } from '../ui/colour-field.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';

/** Makes a campaign, or changes one. */
export function CampaignDialog({ campaign, onClose }: { campaign: Campaign | null; onClose: () => void }) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const [colour, setColour] = useState(campaign?.colour ?? '#0f766e');
  const [startsOn, setStartsOn] = useState(campaign?.startsOn ?? null);
  const [endsOn, setEndsOn] = useState(campaign?.endsOn ?? null);
  const save = useMutation({
    meta: { shown: true },
    mutationFn: (words: { name: string; summary: string }) => {
      const body = { ...words, colour, startsOn, endsOn };
      return campaign
        ? call(updateCampaign, {
            params: { workspace: workspaceId, campaign: campaign.id },
            body: { ...body, slug: campaign.slug, version: campaign.version },
          })
        : call(createCampaign, { params: { workspace: workspaceId }, body });
    },
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: ['campaigns', workspaceId] });
      showNotice({ text: campaign ? `${name} is changed.` : `${name} is ready for items.` });
      onClose();
    },
  });
  return (
    <Dialog title={campaign ? `Change ${campaign.name}` : 'New campaign'} isOpen onClose={onClose}>
      <Form
        error={save.error}
        onSubmit={(data) => save.mutate({ name: textOf(data, 'name').trim(), summary: textOf(data, 'summary') })}
        actions={
          <>
            <Button type="submit" look="primary" isPending={save.isPending}>
              {campaign ? 'Save the changes' : 'Create the campaign'}
            </Button>
            <Button onPress={onClose}>Cancel</Button>
          </>
        }
      >
        <TextField label="Name" name="name" defaultValue={campaign?.name ?? ''} isRequired maxLength={120} autoFocus />
        <TextArea
          label="Summary"
          name="summary"
          defaultValue={campaign?.summary ?? ''}
          maxLength={1000}
          rows={2}
          description="One or two sentences, shown on its page of the newsroom site."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <DateField label="Starts on" name="startsOn" value={startsOn} onChange={setStartsOn} />
          <DateField
            label="Ends on"
            name="endsOn"
            value={endsOn}
            onChange={setEndsOn}
            {...(startsOn && { min: startsOn })}
          />
        </div>
        <ColourField label="Colour" value={colour} onChange={setColour} />
      </Form>
    </Dialog>
  );
}
