import type { Occurrence, SeriesWithOccurrences } from '@mobilise/contracts/series';
import { Link } from '@tanstack/react-router';
import { sayState } from '../posts/post-words.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { Section } from '../ui/page-frame.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { Table } from '../ui/table.tsx';

const isOver = ({ state }: Occurrence) => state === 'published' || state === 'cancelled' || state === 'failed';

/** What is to come of a series, and what was. */
export function Occurrences({ series }: { series: SeriesWithOccurrences }) {
  const coming = series.occurrences.filter((post) => !isOver(post));
  const over = series.occurrences.filter(isOver).toReversed();
  return (
    <>
      <Section title="To come">
        {coming.length > 0 ? (
          <List caption="Posts to come" posts={coming} />
        ) : (
          <p className="text-ink-soft">
            {series.state === 'paused' ? 'Nothing, while it is paused.' : 'Nothing. No date of it lies ahead.'}
          </p>
        )}
      </Section>
      {over.length > 0 && (
        <Section title="So far">
          <List caption="Posts so far" posts={over} />
        </Section>
      )}
    </>
  );
}

function List({ caption, posts }: { caption: string; posts: readonly Occurrence[] }) {
  const { slug } = useWorkspace();
  return (
    <Table
      caption={caption}
      rows={posts}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'When',
          cell: ({ id, wallTime, occurrence }) => (
            <Link to={`/w/${slug}/posts/${id}` as string} className="figures text-link">
              {wallTime ? sayWhen(wallTime) : `Without a time; of ${sayWhen(`${occurrence}T00:00`).split(',')[0]}`}
            </Link>
          ),
        },
        { title: 'State', cell: ({ state, files }) => <StateBadge state={state} files={files} /> },
        {
          title: 'Text',
          className: 'max-sm:basis-full',
          cell: (post) => {
            const notes = [post.isOwn && 'Changed alone.', post.state === 'held' && sayState(post)].filter(Boolean);
            return (
              <span className="flex min-w-0 flex-col">
                <span className="line-clamp-1 wrap-anywhere">{post.text}</span>
                {notes.length > 0 && <span className="text-small text-ink-soft">{notes.join(' ')}</span>}
              </span>
            );
          },
        },
      ]}
    />
  );
}
