import { type ItemKind, itemKinds, kindWords } from '@mobilise/contracts/item-kinds';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { campaignsQuery, tagsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { showsQuery } from '../shows/show-queries.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { ItemTabs } from '../ui/item-tabs.tsx';
import { kindIcons } from '../ui/kind-icon.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Switch } from '../ui/switch.tsx';
import { itemsQuery } from './item-queries.ts';
import { ItemTable } from './item-table.tsx';
import { NewItemDialog } from './new-item-dialog.tsx';
import type { ItemFilters } from './search.ts';

/** Every item of the workspace, the last changed first. */
export function ItemsPage() {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useCan('items.write');
  const filters = useSearch({ strict: false }) as ItemFilters;
  const navigate = useNavigate();
  const narrow = (to: ItemFilters) => void navigate({ to: '.', search: { ...filters, ...to }, replace: true } as never);
  const [creating, setCreating] = useState<ItemKind | null>(null);
  const list = useInfiniteQuery(itemsQuery(workspaceId, filters));
  const campaigns = useQuery(campaignsQuery(workspaceId));
  const shows = useQuery(showsQuery(workspaceId)).data ?? [];
  const used = useQuery(tagsQuery(workspaceId)).data?.map(({ tag }) => tag) ?? [];
  const tags = filters.tag && !used.includes(filters.tag) ? [filters.tag, ...used] : used;
  const items = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const isNarrowed =
    Boolean(filters.kind ?? filters.campaign ?? filters.show ?? filters.tag ?? filters.search) ||
    filters.archived === true;
  const create = mayWrite && (
    <div className="flex flex-wrap gap-2">
      {[...itemKinds].reverse().map((kind) => (
        <Button
          key={kind}
          look={kind === itemKinds[0] ? 'primary' : 'plain'}
          icon={kindIcons[kind]}
          onPress={() => setCreating(kind)}
        >
          {`New ${kindWords[kind].label.toLowerCase()}`}
        </Button>
      ))}
    </div>
  );
  return (
    <Page>
      <PageHeader title="Items" actions={create}>
        <ItemTabs />
        <search aria-label="Items" className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SearchField
            label="Search items"
            value={filters.search ?? ''}
            onChange={(search) => narrow({ search: search || undefined })}
          />
          <Select
            label="Kind"
            hideLabel
            choices={[
              { id: 'all', label: 'Every kind' },
              ...itemKinds.map((kind) => ({ id: kind, label: kindWords[kind].plural })),
            ]}
            value={filters.kind ?? 'all'}
            onChange={(kind) =>
              narrow({
                kind: kind === 'all' ? undefined : (kind as ItemKind),
                // Other kinds belong to no show.
                ...(kind !== 'episode' && { show: undefined }),
              })
            }
            className="w-36 max-sm:grow"
          />
          {shows.length > 0 && (filters.kind === 'episode' || filters.show) && (
            <Select
              label="Show"
              hideLabel
              choices={[{ id: 'all', label: 'Every show' }, ...shows.map(({ id, title }) => ({ id, label: title }))]}
              value={filters.show ?? 'all'}
              onChange={(show) => narrow({ show: show === 'all' ? undefined : show })}
              className="w-44 max-sm:grow"
            />
          )}
          <Select
            label="Campaign"
            hideLabel
            choices={[
              { id: 'all', label: 'Every campaign' },
              ...(campaigns.data ?? []).map(({ id, name }) => ({ id, label: name })),
            ]}
            value={filters.campaign ?? 'all'}
            onChange={(campaign) => narrow({ campaign: campaign === 'all' ? undefined : campaign })}
            className="w-52 max-sm:w-40 max-sm:grow"
          />
          {tags.length > 0 && (
            <Select
              label="Tag"
              hideLabel
              choices={[{ id: '', label: 'Every tag' }, ...tags.map((tag) => ({ id: tag, label: tag }))]}
              value={filters.tag ?? ''}
              onChange={(tag) => narrow({ tag: tag || undefined })}
              className="w-40 max-sm:grow"
            />
          )}
          <Switch
            isSelected={filters.archived === true}
            onChange={(archived) => narrow({ archived: archived || undefined })}
          >
            Archived
          </Switch>
        </search>
      </PageHeader>
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonRows rows={8} />
      ) : items.length > 0 ? (
        <>
          <ItemTable items={items} campaigns={campaigns.data ?? []} />
          {list.hasNextPage && (
            <Button
              onPress={() => void list.fetchNextPage()}
              isPending={list.isFetchingNextPage}
              className="self-start"
            >
              Show older
            </Button>
          )}
        </>
      ) : isNarrowed ? (
        <EmptyState
          drawing="page"
          action={
            <Button
              onPress={() =>
                narrow({
                  kind: undefined,
                  campaign: undefined,
                  show: undefined,
                  tag: undefined,
                  search: undefined,
                  archived: undefined,
                })
              }
            >
              Show every item
            </Button>
          }
        >
          Nothing matches this search.
        </EmptyState>
      ) : (
        <EmptyState drawing="page" action={create}>
          {mayWrite
            ? 'Stories and everything else your team publishes begin here. Write the first one.'
            : 'Nothing has been written yet.'}
        </EmptyState>
      )}
      {creating && (
        <NewItemDialog
          kind={creating}
          campaignId={filters.campaign ?? null}
          showId={filters.show ?? null}
          onClose={() => setCreating(null)}
        />
      )}
    </Page>
  );
}
