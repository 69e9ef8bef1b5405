import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { createItem } from '@mobilise/contracts/items';
import { kinds } from '@mobilise/contracts/kinds';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { campaignsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { itemKey } from './item-queries.ts';

/** Asks for a title and begins an item of a kind. */
export function NewItemDialog({
  kind,
  campaignId,
  onClose,
}: {
  kind: ItemKind;
  campaignId: string | null;
  onClose: () => void;
}) {
  const { id: workspaceId, slug } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const campaigns = useQuery(campaignsQuery(workspaceId));
  const [campaign, setCampaign] = useState(campaignId ?? 'none');
  const create = useMutation({
    meta: { shown: true },
    mutationFn: (title: string) =>
      call(createItem, {
        params: { workspace: workspaceId },
        body: { kind, title, campaignId: campaign === 'none' ? null : campaign },
      }),
    onSuccess: async (made) => {
      client.setQueryData(itemKey(workspaceId, made.id), made);
      void client.invalidateQueries({ queryKey: ['items', workspaceId, 'list'] });
      await navigate({ to: `/w/${slug}/items/${made.id}` as string });
    },
  });
  const what = kinds[kind].label.toLowerCase();
  return (
    <Dialog title={`New ${what}`} isOpen onClose={onClose} size="narrow">
      <Form
        error={create.error}
        onSubmit={(data) => create.mutate(textOf(data, 'title').trim())}
        actions={
          <>
            <Button type="submit" look="primary" isPending={create.isPending}>
              {`Begin the ${what}`}
            </Button>
            <Button onPress={onClose}>Cancel</Button>
          </>
        }
      >
        <TextField
          label="Title"
          name="title"
          isRequired
          maxLength={200}
          autoFocus
          autoComplete="off"
          description="It can be changed at any time."
        />
        {campaigns.data && campaigns.data.length > 0 && (
          <Select
            label="Campaign"
            name="campaignId"
            choices={[{ id: 'none', label: 'None' }, ...campaigns.data.map(({ id, name }) => ({ id, label: name }))]}
            value={campaign}
            onChange={setCampaign}
          />
        )}
      </Form>
    </Dialog>
  );
}
