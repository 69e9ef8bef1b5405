import {
  exportSubscribers,
  listSubscribers,
  removeSubscriber,
  type Subscriber,
  type SubscriberState,
  subscriberStates,
  unsubscribeSubscriber,
} from '@mobilise/contracts/subscribers';
import { sayInstant } from '@mobilise/contracts/time';
import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Download, Ellipsis, Plus, Upload } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { addressOf, call } from '../call.ts';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { AnchorButton } from '../ui/link-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { showNotice } from '../ui/toast.tsx';
import { AddDialog, ImportDialog } from './add-dialog.tsx';
import { subscriberWords } from './subscriber-words.ts';

/** Which subscribers are shown, and exported. */
interface Filter {
  search: string;
  state: SubscriberState | 'all';
}

/** A filter as the API takes it. */
const asked = ({ search, state }: Filter) => ({
  ...(search.trim() && { search: search.trim() }),
  ...(state !== 'all' && { state }),
});

const subscribersQuery = (workspace: string, channel: string, filter: ReturnType<typeof asked>) =>
  infiniteQueryOptions({
    queryKey: ['subscribers', workspace, channel, filter],
    queryFn: ({ pageParam, signal }) =>
      call(listSubscribers, {
        params: { workspace, channel },
        query: { limit: 100, ...filter, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });

/** Who gets a newsletter: found, added, unsubscribed and forgotten. */
export function SubscribersPage() {
  const { id: workspace, slug } = useWorkspace();
  const { channel: channelId } = useParams({ strict: false }) as { channel: string };
  const mayManage = useCan('subscribers.manage');
  const channel = useQuery(channelsQuery(workspace)).data?.find(({ id }) => id === channelId);
  const [adding, setAdding] = useState<'one' | 'file' | null>(null);
  const [filter, setFilter] = useState<Filter>({ search: '', state: 'all' });
  const exported = asked(filter);
  return (
    <Page width="page">
      <PageHeader
        title="Subscribers"
        above={
          <span className="flex flex-wrap gap-x-1.5">
            <Link to={`/w/${slug}/channels` as string} className="text-link">
              Channels
            </Link>
            /
            <Link to={`/w/${slug}/channels/${channelId}` as string} className="text-link">
              {channel?.name ?? 'Newsletter'}
            </Link>
          </span>
        }
        actions={
          mayManage && (
            <>
              <AnchorButton
                icon={Download}
                href={addressOf(exportSubscribers, { params: { workspace, channel: channelId }, query: exported })}
                download
              >
                {Object.keys(exported).length > 0 ? 'Export these' : 'Export all'}
              </AnchorButton>
              <Button icon={Upload} onPress={() => setAdding('file')}>
                Import
              </Button>
              <Button look="primary" icon={Plus} onPress={() => setAdding('one')}>
                Add
              </Button>
            </>
          )
        }
      />
      {mayManage ? (
        <Subscribers channelId={channelId} filter={filter} onFilter={setFilter} />
      ) : (
        <NoPermission action="subscribers.manage" what="Who subscribes is shown to those who answer for it." />
      )}
      {adding === 'one' && <AddDialog channelId={channelId} onClose={() => setAdding(null)} />}
      {adding === 'file' && <ImportDialog channelId={channelId} onClose={() => setAdding(null)} />}
    </Page>
  );
}

/** `All (12)`; without the number while it is not known. */
const counted = (label: string, count: number | undefined) => (count === undefined ? label : `${label} (${count})`);

interface SubscribersProps {
  channelId: string;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

function Subscribers({ channelId, filter, onFilter }: SubscribersProps) {
  const { id: workspace, zone } = useWorkspace();
  const client = useQueryClient();
  const [erasing, setErasing] = useState<Subscriber | null>(null);
  const list = useInfiniteQuery(subscribersQuery(workspace, channelId, asked(useDeferredValue(filter))));
  const changed = () => client.invalidateQueries({ queryKey: ['subscribers', workspace] });
  const params = (subscriber: string) => ({ workspace, channel: channelId, subscriber });
  const unsubscribe = useMutation({
    mutationFn: (id: string) => call(unsubscribeSubscriber, { params: params(id) }),
    onSuccess: async ({ email }) => {
      showNotice({ text: `${email} is unsubscribed.` });
      await changed();
    },
  });
  const erase = useMutation({
    meta: { shown: true },
    mutationFn: (id: string) => call(removeSubscriber, { params: params(id) }),
    onSuccess: async () => {
      setErasing(null);
      showNotice({ text: 'The address is erased.' });
      await changed();
    },
  });
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const counts = list.data?.pages[0]?.counts;
  const total = counts && subscriberStates.reduce((sum, name) => sum + counts[name], 0);
  if (total === 0 && !list.error)
    return (
      <EmptyState drawing="planner">
        Nobody has subscribed yet. Your newsroom site links to the form; people who have agreed elsewhere can be
        imported.
      </EmptyState>
    );
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <SearchField
          label="Search addresses"
          value={filter.search}
          onChange={(search) => onFilter({ ...filter, search })}
        />
        <Select
          label="State"
          hideLabel
          value={filter.state}
          onChange={(state) => onFilter({ ...filter, state })}
          choices={[
            { id: 'all' as const, label: counted('All', total) },
            ...subscriberStates.map((name) => ({
              id: name,
              label: counted(subscriberWords[name].label, counts?.[name]),
            })),
          ]}
        />
      </div>
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows />
      ) : rows.length === 0 ? (
        <p role="status">No address fits.</p>
      ) : (
        <Table
          caption="Subscribers"
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            { title: 'Address', cell: ({ email }) => <span className="font-medium wrap-anywhere">{email}</span> },
            {
              title: 'State',
              cell: ({ state, reply }) => (
                <span className="flex flex-col items-start gap-0.5">
                  <Badge tone={subscriberWords[state].tone}>{subscriberWords[state].label}</Badge>
                  {reply && <span className="text-small text-ink-soft wrap-anywhere">{reply}</span>}
                </span>
              ),
            },
            { title: 'Since', cell: ({ since }) => sayInstant(since, zone), className: 'figures' },
            {
              title: 'Agreed',
              cell: ({ consentSource, consentAt }) =>
                `${consentSource}, ${sayInstant(consentAt, zone).replace(/, \d.*$/, '')}`,
            },
            {
              title: 'Change',
              hideTitle: true,
              align: 'right',
              cell: (row) => (
                <Menu
                  label={`Change ${row.email}`}
                  placement="bottom end"
                  trigger={<IconButton label={`Change ${row.email}`} icon={Ellipsis} look="plain" size="small" />}
                  items={[
                    ...(row.state === 'active' || row.state === 'pending'
                      ? [{ label: 'Unsubscribe', onAction: () => unsubscribe.mutate(row.id) }]
                      : []),
                    { label: 'Erase the address', look: 'danger' as const, onAction: () => setErasing(row) },
                  ]}
                />
              ),
            },
          ]}
        />
      )}
      {list.hasNextPage && !list.error && (
        <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage} className="self-start">
          Show older
        </Button>
      )}
      {erasing && (
        <Confirm
          title={`Erase ${erasing.email}?`}
          isOpen
          onClose={() => setErasing(null)}
          action="Erase the address"
          onConfirm={() => erase.mutate(erasing.id)}
          isPending={erase.isPending}
          error={erase.error}
        >
          It goes from this list and from every letter’s record, and no import brings it back. They can subscribe again
          themselves.
        </Confirm>
      )}
    </>
  );
}
