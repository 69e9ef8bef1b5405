import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { itemPostsQuery, itemQuery } from '../items/item-queries.ts';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Combobox } from '../ui/combobox.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { Composer } from './composer.tsx';
import { recentItemsQuery } from './post-queries.ts';

/** Writes the posts of one item, for all its channels side by side. */
export function ComposerPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const mayWrite = useCan('posts.write');
  const { item: itemId } = useSearch({ strict: false }) as { item?: string };
  const item = useQuery({ ...itemQuery(workspaceId, itemId ?? ''), enabled: itemId !== undefined });
  const channels = useQuery(channelsQuery(workspaceId));
  // What the composer proposes depends on them, once: those known from before may be behind.
  const posts = useQuery({
    ...itemPostsQuery(workspaceId, itemId ?? ''),
    enabled: itemId !== undefined,
    refetchOnMount: 'always',
  });
  if (!mayWrite) {
    return (
      <Page width="reading">
        <PageHeader title="New post" />
        <NoPermission action="posts.write" what="Your role reads posts and does not write them." />
      </Page>
    );
  }
  if (!itemId) return <ChooseItem />;
  const error = item.error ?? channels.error ?? posts.error;
  if (error && !(item.data && channels.data && posts.data)) {
    return (
      <Page>
        <PageHeader title="New post" />
        <ErrorState
          error={error}
          onRetry={() => void Promise.all([item, channels, posts].map(({ refetch }) => refetch()))}
        />
      </Page>
    );
  }
  if (!item.data || !channels.data || !posts.data || !posts.isFetchedAfterMount) return <SkeletonPage />;
  if (channels.data.length === 0) {
    return (
      <Page>
        <PageHeader title={`Post “${item.data.title}”`} />
        <EmptyState
          drawing="channels"
          action={
            <LinkButton to={`/w/${slug}/channels` as string} look="primary">
              Connect a channel
            </LinkButton>
          }
        >
          There is no channel yet to post it to.
        </EmptyState>
      </Page>
    );
  }
  return <Composer key={itemId} item={item.data} channels={channels.data} posts={posts.data} />;
}

/** Without an item in the address: which one? */
function ChooseItem() {
  const { id: workspaceId, slug } = useWorkspace();
  const items = useQuery(recentItemsQuery(workspaceId));
  const navigate = useNavigate();
  return (
    <Page width="reading">
      <PageHeader title="New post">
        <p className="text-ink-soft">A post carries one item to your channels.</p>
      </PageHeader>
      {items.error ? (
        <ErrorState error={items.error} onRetry={() => void items.refetch()} />
      ) : !items.data ? (
        <SkeletonPage />
      ) : items.data.length === 0 ? (
        <EmptyState
          drawing="page"
          action={
            <LinkButton to={`/w/${slug}/items` as string} look="primary">
              Write a story
            </LinkButton>
          }
        >
          There is nothing to post yet.
        </EmptyState>
      ) : (
        <Combobox
          label="What to post"
          placeholder="Type a title"
          choices={items.data.map(({ id, title }) => ({ id, label: title }))}
          value={null}
          onChange={(item) =>
            void navigate({ to: `/w/${slug}/posts/new` as string, search: { item } as never, replace: true })
          }
        />
      )}
    </Page>
  );
}
