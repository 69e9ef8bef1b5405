import type { EpisodeSummary, Show } from '@mobilise/contracts/shows';
import { sayInstant } from '@mobilise/contracts/time';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { Nothing, PostCounts } from '../items/item-table.tsx';
import { sayDuration } from '../media/duration.ts';
import { useWorkspace } from '../session.ts';
import { Table } from '../ui/table.tsx';
import { Cover } from './cover.tsx';
import { sayAwaited } from './show-words.ts';

/** Episodes as rows: which it is, where its posts stand, since when it is in the feed or what that awaits, how often it was heard. */
export function EpisodeTable({ show, episodes }: { show: Show; episodes: readonly EpisodeSummary[] }) {
  const { slug, zone } = useWorkspace();
  return (
    <Table
      caption={`Episodes of ${show.title}, those without a time first, then the latest`}
      rows={episodes}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Episode',
          className: 'sm:w-[46%]',
          cell: (episode) => (
            <div className="flex min-w-0 items-center gap-3">
              <Cover artwork={episode.thumb ?? show.artwork} size="size-12" />
              <div className="flex min-w-0 flex-col items-start gap-0.5">
                <span className="text-small text-ink-soft">{placeOf(episode)}</span>
                <Link
                  to={`/w/${slug}/items/${episode.id}` as string}
                  className="line-clamp-2 font-medium text-ink wrap-anywhere hover:underline"
                >
                  {episode.title}
                </Link>
                {episode.sameNumber && (
                  <span className="flex items-start gap-1.5 text-small">
                    <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-wait" />
                    <span className="wrap-anywhere">
                      Same number as{' '}
                      <Link to={`/w/${slug}/items/${episode.sameNumber.id}` as string} className="text-link">
                        {episode.sameNumber.title}
                      </Link>
                    </span>
                  </span>
                )}
              </div>
            </div>
          ),
        },
        {
          title: 'Length',
          align: 'right',
          cell: ({ duration }) => (duration === null ? <Nothing /> : sayDuration(duration)),
        },
        { title: 'Posts', cell: ({ posts, approved }) => <PostCounts posts={posts} approved={approved} /> },
        {
          title: 'In the feed',
          className: 'text-small',
          cell: ({ at, feed }) =>
            feed === null ? (
              <Nothing />
            ) : (
              <span className="flex flex-col max-sm:flex-row max-sm:gap-1">
                {feed !== 'in' && sayAwaited(feed)}
                {at !== null && (
                  <time dateTime={at} className="figures whitespace-nowrap">
                    {sayInstant(at, zone)}
                  </time>
                )}
              </span>
            ),
        },
        { title: 'Downloads', align: 'right', cell: ({ downloads }) => downloads.toLocaleString('en-GB') },
      ]}
    />
  );
}

/** `Season 2, episode 4`; what else it is instead of an episode. */
function placeOf({ type, season, number }: EpisodeSummary): string {
  const kind = { full: 'Episode', trailer: 'Trailer', bonus: 'Bonus' }[type];
  const name = number === null ? kind : `${kind} ${number}`;
  return season === null ? name : `Season ${season}, ${name.toLowerCase()}`;
}
