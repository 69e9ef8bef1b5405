import { type Campaign, removeCampaign } from '@mobilise/contracts/campaigns';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { campaignsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { CampaignMark } from '../ui/campaign-mark.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ItemTabs } from '../ui/item-tabs.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { showNotice } from '../ui/toast.tsx';
import { sayDates } from './campaign-dates.ts';
import { CampaignDialog } from './campaign-dialog.tsx';

/** Campaigns: items that belong together. */
export function CampaignsPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const mayWrite = useCan('campaigns.write');
  const client = useQueryClient();
  const campaigns = useQuery(campaignsQuery(workspaceId));
  const [edited, setEdited] = useState<Campaign | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Campaign | null>(null);
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: ({ id }: Campaign) => call(removeCampaign, { params: { workspace: workspaceId, campaign: id } }),
    onSuccess: async (_answer, { name }) => {
      setLeaving(null);
      showNotice({ text: `${name} is removed. Its items stay.` });
      await Promise.all(
        ['campaigns', 'items'].map((noun) => client.invalidateQueries({ queryKey: [noun, workspaceId] })),
      );
    },
  });
  const create = mayWrite && (
    <Button look="primary" icon={Plus} onPress={() => setEdited('new')}>
      New campaign
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Items" documentTitle="Campaigns" actions={create}>
        <ItemTabs />
      </PageHeader>
      {campaigns.error ? (
        <ErrorState error={campaigns.error} onRetry={() => void campaigns.refetch()} />
      ) : !campaigns.data ? (
        <SkeletonRows rows={4} />
      ) : campaigns.data.length === 0 ? (
        <EmptyState drawing="planner" action={create}>
          A campaign keeps items together that belong together: a week, a drive, a theme.
        </EmptyState>
      ) : (
        <Table
          caption="Campaigns"
          rows={campaigns.data}
          rowKey={({ id }) => id}
          columns={columns()}
          className="max-w-5xl"
        />
      )}
      {edited && <CampaignDialog campaign={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {leaving && (
        <Confirm
          title={`Remove ${leaving.name}?`}
          isOpen
          onClose={() => {
            setLeaving(null);
            remove.reset();
          }}
          action="Remove the campaign"
          onConfirm={() => remove.mutate(leaving)}
          isPending={remove.isPending}
          error={remove.error}
        >
          {leaving.items === 1 ? 'Its item stays' : `Its ${leaving.items} items stay`}, without a campaign. Its page of
          the newsroom site goes.
        </Confirm>
      )}
    </Page>
  );

  function columns(): Column<Campaign>[] {
    const shown: Column<Campaign>[] = [
      {
        title: 'Campaign',
        cell: ({ id, name, colour, summary }) => (
          <span className="flex min-w-0 flex-col">
            <Link
              to={`/w/${slug}/items` as string}
              search={{ campaign: id } as never}
              className="self-start font-medium text-ink hover:underline"
            >
              <CampaignMark colour={colour} name={name} />
            </Link>
            {summary && <span className="line-clamp-2 max-w-prose text-small text-ink-soft">{summary}</span>}
          </span>
        ),
      },
      {
        title: 'Dates',
        cell: ({ startsOn, endsOn }) => sayDates(startsOn, endsOn),
        className: 'figures sm:whitespace-nowrap',
      },
      { title: 'Items', align: 'right', cell: ({ items }) => items },
    ];
    if (!mayWrite) return shown;
    return [
      ...shown,
      {
        title: 'Change',
        hideTitle: true,
        align: 'right',
        cell: (campaign) => (
          <span className="inline-flex gap-1">
            <IconButton
              label={`Change ${campaign.name}`}
              icon={Pencil}
              size="small"
              onPress={() => setEdited(campaign)}
            />
            <IconButton
              label={`Remove ${campaign.name}`}
              icon={Trash2}
              size="small"
              onPress={() => setLeaving(campaign)}
            />
          </span>
        ),
      },
    ];
  }
}
