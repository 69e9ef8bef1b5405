import { sayInstant } from '@mobilise/contracts/time';
import type { MovingPost, ZoneChange } from '@mobilise/contracts/zones';
import { sayZone } from '../scheduling/now.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Table } from '../ui/table.tsx';

/** Each post that another zone moves: the time it keeps, and what that comes to by the present clock. */
export function MovingPosts({ change }: { change: ZoneChange }) {
  const { zone } = useWorkspace();
  const more = change.moving - change.posts.length;
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section aria-label="What moves" tabIndex={0} className="max-h-80 overflow-y-auto">
        <Table
          caption="What moves"
          rows={change.posts}
          rowKey={({ postId }) => postId}
          columns={[
            {
              title: 'Post',
              cell: ({ title, channelName }) => (
                <span>
                  {title} <span className="text-ink-soft">on {channelName}</span>
                </span>
              ),
            },
            { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
            {
              title: 'Planned for',
              className: 'figures',
              cell: ({ wallTime, newWallTime }) =>
                wallTime === newWallTime ? sayWhen(wallTime) : `${sayWhen(wallTime)}, then ${sayWhen(newWallTime)}`,
            },
            {
              title: `Goes out, by the clock of ${sayZone(zone)}`,
              className: 'figures',
              cell: ({ dueAt, newDueAt }) => `from ${sayInstant(dueAt, zone)} to ${sayInstant(newDueAt, zone)}`,
            },
            {
              title: 'What to know',
              className: 'text-small',
              cell: (post) => noteOf(post) || <span data-nothing />,
            },
          ]}
        />
      </section>
      {more > 0 && <p className="text-ink-soft">And {more.toLocaleString('en-GB')} more.</p>}
    </div>
  );
}

function noteOf({ trouble, isSoon, newWallTime }: MovingPost): string {
  const words = [
    isSoon && 'Would go out at once.',
    trouble === 'skipped' && `The clocks there skip its time that day: it goes out at ${newWallTime.slice(11)}.`,
    trouble === 'twice' && 'The clocks there go back that day: it goes out at the first.',
  ];
  return words.filter(Boolean).join(' ');
}
