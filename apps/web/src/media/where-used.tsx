import type { AssetUse } from '@mobilise/contracts/asset-use';
import { type PostState, postStates } from '@mobilise/contracts/post-states';
import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { usesQuery } from './media-queries.ts';

/** The items that use an upload, their posts, and the shows that carry it. */
export function WhereUsed({ assetId }: { assetId: string }) {
  const { id: workspaceId } = useWorkspace();
  const uses = useQuery(usesQuery(workspaceId, assetId));
  return (
    <RailSection title="Where it is used">
      {uses.error ? (
        <ErrorState error={uses.error} onRetry={() => void uses.refetch()} />
      ) : !uses.data ? (
        <Skeleton className="h-12" />
      ) : uses.data.data.length + uses.data.shows.length === 0 ? (
        <p className="text-ink-soft">Nowhere yet.</p>
      ) : (
        <>
          <UseList uses={uses.data.data} />
          {uses.data.shows.length > 0 && (
            <>
              <p className="text-small text-ink-soft">As cover, intro or outro of a show</p>
              <ShowList shows={uses.data.shows} />
            </>
          )}
        </>
      )}
    </RailSection>
  );
}

/** Shows by their titles; `place` is the screen of each that a link leads to, `heading` the id of what names the list. */
export function ShowList({
  shows,
  place,
  heading,
}: {
  shows: readonly { id: string; title: string }[];
  place?: 'settings';
  heading?: string;
}) {
  const { slug } = useWorkspace();
  return (
    <ul aria-labelledby={heading} className="flex flex-col gap-1">
      {shows.map(({ id, title }) => (
        <li key={id} className="wrap-anywhere">
          <Link to={`/w/${slug}/shows/${id}${place ? `/${place}` : ''}` as string} className="text-link font-medium">
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Items, each with its posts and how they stand; `heading` is the id of what names the list. */
export function UseList({ uses, heading }: { uses: readonly AssetUse[]; heading?: string }) {
  const { slug } = useWorkspace();
  return (
    <ul aria-labelledby={heading} className="flex flex-col gap-3">
      {uses.map(({ itemId, title, newest, posts }) => (
        <li key={itemId} className="flex flex-col gap-1">
          <p className="wrap-anywhere">
            <Link to={`/w/${slug}/items/${itemId}` as string} className="text-link font-medium">
              {title}
            </Link>
            {!newest && <span className="text-ink-soft">, not in its newest revision</span>}
          </p>
          {posts.length > 0 && (
            <ul className="flex flex-col gap-1 border-l border-line pl-3">
              {posts.map((post) => (
                <PostUse key={post.id} post={post} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

const isState = (state: string): state is PostState => postStates.some((one) => one === state);

function PostUse({ post: { id, channel, state, files, at, url } }: { post: AssetUse['posts'][number] }) {
  const { slug, zone } = useWorkspace();
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <Link to={`/w/${slug}/posts/${id}` as string} className="text-link">
        {channel}
      </Link>
      {isState(state) && <StateBadge state={state} files={files} />}
      {at && <span className="figures text-small text-ink-soft">{sayInstant(at, zone)}</span>}
      {url && (
        <a href={url} target="_blank" rel="noreferrer" className="text-link text-small">
          See it<span className="sr-only"> on {channel} (opens in a new tab)</span>
        </a>
      )}
    </li>
  );
}
