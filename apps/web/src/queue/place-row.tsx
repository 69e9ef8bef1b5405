import { Hand } from 'lucide-react';
import { useRef } from 'react';
import { useDrop } from 'react-aria-components/useDrop';
import { dragType, getCarrying, useCarriedByKeys } from '../calendar/dragging.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { cx } from '../ui/cx.ts';
import { isFree, type Place } from './places.ts';
import { takes } from './planning.ts';
import type { QueueActions } from './queue-actions.ts';
import { QueuedRow } from './queued-row.tsx';

/** A time of the queue, with its posts or free; a post can be dropped on it. */
export function PlaceRow({ place, actions }: { place: Place; actions: QueueActions }) {
  const { wallTime, slot, posts } = place;
  const ref = useRef<HTMLLIElement>(null);
  const isCarried = useCarriedByKeys() !== null;
  const carried = () => actions.find(getCarrying()?.dragged.cards?.[0]?.id ?? '');
  const { dropProps, isDropTarget } = useDrop({
    ref,
    isDisabled: !actions.maySchedule,
    getDropOperation: (types) => {
      const post = carried();
      return types.has(dragType) && post && takes(place, post) ? 'move' : 'cancel';
    },
    onDrop: () => {
      const post = carried();
      if (post) actions.move(post, wallTime);
    },
  });
  return (
    <li
      {...dropProps}
      ref={ref}
      data-place={wallTime}
      tabIndex={-1}
      {...(isCarried && { 'aria-label': sayDrop(place) })}
      className={cx(
        'flex items-start gap-3 rounded-base px-2 -outline-offset-2',
        isDropTarget && 'bg-accent-soft outline-2 outline-accent',
      )}
    >
      <time dateTime={wallTime} className="figures w-12 shrink-0 py-1.5 font-semibold">
        {wallTime.slice(11)}
      </time>
      <div className="flex min-w-0 grow flex-col">
        {posts.map((post) => (
          <QueuedRow key={post.id} post={post} hasSlot={slot !== null} actions={actions} />
        ))}
        {isFree(place) && (
          <p className="border-l-3 border-dashed border-line-strong py-1.5 pl-2.5 text-ink-soft">Free</p>
        )}
        {slot && (slot.hold || slot.time !== wallTime.slice(11)) && (
          <p className="flex flex-wrap items-center gap-x-3 pb-1 pl-3 text-small text-wait">
            {slot.hold && (
              <span className="flex items-center gap-1 font-medium">
                <Hand aria-hidden className="size-3.5" />
                On hold: {slot.hold}
              </span>
            )}
            {slot.time !== wallTime.slice(11) && (
              <span className="text-ink-soft">Instead of {slot.time}, which the clocks skip that day</span>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

const sayDrop = (place: Place) =>
  isFree(place)
    ? `Drop into the free slot, ${sayWhen(place.wallTime)}`
    : `Drop in the place of ${place.posts[0]?.title}, ${sayWhen(place.wallTime)}`;
