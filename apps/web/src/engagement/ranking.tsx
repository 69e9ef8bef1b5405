import { channelKindOf } from '@mobilise/contracts/channels';
import { givenMetrics, type RankedPost } from '@mobilise/contracts/engagement';
import { kindWords } from '@mobilise/contracts/item-kinds';
import { sayInstant } from '@mobilise/contracts/time';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { Table } from '../ui/table.tsx';
import { MetricValues, sayCount } from './metric-value.tsx';

/** Rows shown before somebody asks for all. */
const first = 25;

/** The posts of a period, what did most first; on a phone each is a card. */
export function Ranking({
  posts,
  channelNames,
}: {
  posts: readonly RankedPost[];
  channelNames: ReadonlyMap<string, string>;
}) {
  const { slug, zone } = useWorkspace();
  const [isWhole, setWhole] = useState(false);
  const most = Math.max(1, ...posts.map(({ score }) => score ?? 0));
  const rows = isWhole ? posts : posts.slice(0, first);
  return (
    <div className="flex flex-col gap-3">
      <Table
        caption="Posts of this period, what did most first"
        rows={rows}
        rowKey={({ postId }) => postId}
        columns={[
          {
            title: 'Post',
            className: 'sm:w-[30%]',
            cell: ({ postId, title, kind, thumb }) => (
              <span className="flex min-w-0 items-center gap-3">
                <Thumb thumb={thumb} kind={kind} />
                <span className="flex min-w-0 flex-col">
                  <Link
                    to={`/w/${slug}/posts/${postId}` as string}
                    className="line-clamp-2 font-medium text-ink wrap-anywhere hover:underline"
                  >
                    {title}
                  </Link>
                  <span className="flex items-center gap-1 text-small text-ink-soft">
                    <KindIcon kind={kind} className="size-3.5" />
                    {kindWords[kind].label}
                  </span>
                </span>
              </span>
            ),
          },
          {
            title: 'Channel',
            cell: ({ channelId, channelKind }) => (
              <span className="inline-flex items-center gap-1.5">
                <ChannelMark kind={channelKind} isNamed className="text-ink-soft" />
                {channelNames.get(channelId) ?? channelKindOf(channelKind).label}
              </span>
            ),
          },
          {
            title: 'Published',
            className: 'figures lg:whitespace-nowrap',
            cell: ({ publishedAt }) => <time dateTime={publishedAt}>{sayInstant(publishedAt, zone)}</time>,
          },
          {
            title: 'Latest values',
            className: 'sm:w-[31%] max-sm:basis-full max-sm:[&>span]:hidden max-sm:[&>dl]:grow',
            cell: ({ channelKind, kind, latest }) => (
              <MetricValues metrics={givenMetrics(channelKind, kind)} latest={latest} />
            ),
          },
          {
            title: 'Score',
            className: 'sm:w-[15%] max-sm:basis-full max-sm:[&>span:first-child]:hidden',
            cell: (post) => <Score post={post} most={most} />,
          },
        ]}
      />
      {rows.length < posts.length && (
        <Button onPress={() => setWhole(true)} className="self-start">
          {`Show all ${sayCount(posts.length)} posts`}
        </Button>
      )}
    </div>
  );
}

function Thumb({ thumb, kind }: Pick<RankedPost, 'thumb' | 'kind'>) {
  return (
    <span className="grid size-12 shrink-0 place-items-center overflow-hidden rounded-base border border-line bg-sunk text-ink-soft">
      {thumb ? (
        <img src={thumb} alt="" loading="lazy" className="size-full object-cover" />
      ) : (
        <KindIcon kind={kind} className="size-5" />
      )}
    </span>
  );
}

/** Readers are a full bar, reactions a striped one: a score says what it counts. */
function Score({ post: { score, channelKind }, most }: { post: RankedPost; most: number }) {
  if (score === null) return <span className="text-small text-ink-soft">Nothing read yet</span>;
  const countsReaders = channelKindOf(channelKind).metrics.includes('readers');
  const unit = countsReaders ? (score === 1 ? 'reader' : 'readers') : score === 1 ? 'reaction' : 'reactions';
  return (
    <span className="flex w-full min-w-32 flex-col gap-1">
      <span>
        <span className="figures font-semibold">{sayCount(score)}</span>{' '}
        <span className="text-small text-ink-soft">{unit}</span>
      </span>
      <span aria-hidden className="h-2 w-full overflow-hidden rounded-full bg-hover forced-colors:border">
        <span
          className={`block h-full rounded-full forced-colors:bg-[CanvasText] ${countsReaders ? 'bg-accent' : 'bg-going bg-[repeating-linear-gradient(135deg,transparent_0_3px,var(--color-going-soft)_3px_5px)]'}`}
          style={{ width: `${score === 0 ? 0 : Math.max(2, (score / most) * 100)}%` }}
        />
      </span>
    </span>
  );
}
