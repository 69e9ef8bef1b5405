import { type ItemKind, kindWords } from '@mobilise/contracts/item-kinds';
import { createItem } from '@mobilise/contracts/new-item';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { campaignsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { showsQuery } from '../shows/show-queries.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { itemKey } from './item-queries.ts';

/** Asks for a title and begins an item of a kind. */
export function NewItemDialog({
  kind,
  campaignId,
  showId = null,
  onClose,
}: {
  kind: ItemKind;
  campaignId: string | null;
  /** The show of an episode, where it is known already. */
  showId?: string | null;
  onClose: () => void;
}) {
  const { id: workspaceId, slug } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const campaigns = useQuery(campaignsQuery(workspaceId));
  const [campaign, setCampaign] = useState(campaignId ?? 'none');
  const shows = useQuery({ ...showsQuery(workspaceId), enabled: kind === 'episode' });
  const [chosenShow, setShow] = useState(showId);
  const show = chosenShow ?? (shows.data?.length === 1 ? (shows.data[0]?.id ?? null) : null);
  const create = useMutation({
    meta: { shown: true },
    mutationFn: (title: string) =>
      call(createItem, {
        params: { workspace: workspaceId },
        body: {
          ...{ kind, title, campaignId: campaign === 'none' ? null : campaign },
          ...(kind === 'episode' && show && { showId: show }),
        },
      }),
    onSuccess: async (made) => {
      client.setQueryData(itemKey(workspaceId, made.id), made);
      void client.invalidateQueries({ queryKey: ['items', workspaceId, 'list'] });
      await navigate({ to: `/w/${slug}/items/${made.id}` as string });
    },
  });
  const what = kindWords[kind].label.toLowerCase();
  if (kind === 'episode' && shows.data?.length === 0) return <NoShow onClose={onClose} />;
  const dialog = { title: `New ${what}`, isOpen: true, onClose, size: 'narrow' as const };
  if (shows.error && !shows.data) {
    return (
      <Dialog {...dialog}>
        <ErrorState error={shows.error} onRetry={() => void shows.refetch()} />
      </Dialog>
    );
  }
  return (
    <Dialog {...dialog}>
      <Form
        error={create.error}
        onSubmit={(data) => create.mutate(textOf(data, 'title').trim())}
        actions={
          <>
            <Button
              type="submit"
              look="primary"
              isPending={create.isPending}
              isDisabled={kind === 'episode' && show === null}
            >
              {`Begin the ${what}`}
            </Button>
            <Button onPress={onClose}>Cancel</Button>
          </>
        }
      >
        {kind === 'episode' && (
          <Select
            label="Show"
            name="showId"
            isRequired
            choices={(shows.data ?? []).map(({ id, title }) => ({ id, label: title }))}
            value={show}
            onChange={setShow}
            description="It belongs to this show for good."
          />
        )}
        <TextField
          label="Title"
          name="title"
          isRequired
          maxLength={200}
          autoFocus
          autoComplete="off"
          description="It can be changed at any time. The public address follows it until the page is public."
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

/** An episode belongs to a show, and there is none. */
function NoShow({ onClose }: { onClose: () => void }) {
  const { slug } = useWorkspace();
  const mayManage = useCan('shows.manage');
  return (
    <Dialog title="New episode" isOpen onClose={onClose} size="narrow">
      <div className="flex flex-col gap-4">
        <p>An episode belongs to a show, which people subscribe to. There is none yet.</p>
        {mayManage ? (
          <div className="flex flex-wrap gap-2">
            <LinkButton to={`/w/${slug}/shows/new` as string} look="primary">
              Begin a show
            </LinkButton>
            <LinkButton to={`/w/${slug}/shows/import` as string}>Take over a show</LinkButton>
            <Button onPress={onClose}>Cancel</Button>
          </div>
        ) : (
          <NoPermission action="shows.manage" what="You may not begin one." />
        )}
      </div>
    </Dialog>
  );
}
