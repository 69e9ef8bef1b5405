import { type Item, updateItem } from '@mobilise/contracts/items';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { campaignsQuery, membersQuery, tagsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { CampaignMark } from '../ui/campaign-mark.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { Select } from '../ui/select.tsx';
import { itemKey } from './item-queries.ts';

const none = 'none';

interface Changes {
  campaignId?: string | null;
  assigneeId?: string | null;
  tags?: string[];
  slug?: string;
  archived?: boolean;
}

/**
 * Changes what is not part of a revision; waits for a save under way, so that each names the right version.
 * @param isShown whether whoever asks shows the error
 */
export function useUpdateItem(item: Item, quiet: () => Promise<number>, { isShown = false } = {}) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    ...(isShown && { meta: { shown: true } }),
    mutationFn: async (body: Changes) =>
      call(updateItem, {
        params: { workspace: workspaceId, item: item.id },
        body: { ...body, version: await quiet() },
      }),
    onSuccess: (changed) => {
      client.setQueryData(itemKey(workspaceId, item.id), changed);
      void client.invalidateQueries({ queryKey: ['items', workspaceId, 'list'] });
      void client.invalidateQueries({ queryKey: tagsQuery(workspaceId).queryKey });
    },
    onError: () => client.invalidateQueries({ queryKey: itemKey(workspaceId, item.id) }),
  });
}

/** To which campaign an item belongs and who looks after it. */
export function AboutSection({ item, quiet }: { item: Item; quiet: () => Promise<number> }) {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useCan('items.write') && item.archivedAt === null;
  const campaigns = useQuery(campaignsQuery(workspaceId));
  const members = useQuery(membersQuery(workspaceId));
  const update = useUpdateItem(item, quiet);
  const asked = update.isPending ? update.variables : undefined;
  const campaignId = asked?.campaignId !== undefined ? asked.campaignId : item.campaignId;
  const assigneeId = asked?.assigneeId !== undefined ? asked.assigneeId : (item.assignee?.id ?? null);
  const campaign = campaigns.data?.find(({ id }) => id === campaignId);
  if (!mayWrite) {
    return (
      <RailSection title="Belongs to">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="text-ink-soft">Campaign</dt>
          <dd>{campaign ? <CampaignMark colour={campaign.colour} name={campaign.name} /> : 'None'}</dd>
          <dt className="text-ink-soft">Assigned to</dt>
          <dd>{item.assignee?.name ?? 'Nobody'}</dd>
        </dl>
      </RailSection>
    );
  }
  const people = (members.data ?? []).map(({ userId, name }) => ({ id: userId, label: name }));
  // Somebody who left the team may still be named.
  const gone =
    item.assignee && !people.some(({ id }) => id === item.assignee?.id)
      ? [{ id: item.assignee.id, label: item.assignee.name }]
      : [];
  return (
    <RailSection title="Belongs to">
      <Select
        label="Campaign"
        choices={[
          { id: none, label: 'None' },
          ...(campaigns.data ?? []).map(({ id, name, colour }) => ({
            id,
            label: name,
            icon: <CampaignDot colour={colour} />,
          })),
        ]}
        value={campaignId ?? none}
        onChange={(id) => update.mutate({ campaignId: id === none ? null : id })}
      />
      <Select
        label="Assigned to"
        choices={[{ id: none, label: 'Nobody' }, ...people, ...gone]}
        value={assigneeId ?? none}
        onChange={(id) => update.mutate({ assigneeId: id === none ? null : id })}
      />
    </RailSection>
  );
}

const CampaignDot = ({ colour }: { colour: string }) => (
  <svg aria-hidden viewBox="0 0 12 12" className="size-3 shrink-0 rounded-[3px]">
    <rect width="12" height="12" fill={colour} />
  </svg>
);
