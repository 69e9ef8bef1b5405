import { kindWords } from '@mobilise/contracts/item-kinds';
import type { QueuedPost } from '@mobilise/contracts/queue';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Ellipsis, GripVertical, ListEnd } from 'lucide-react';
import { useState } from 'react';
import { titleOf, troubleOf } from '../calendar/saying.ts';
import { useCarry } from '../calendar/use-carry.ts';
import { postMenu } from '../scheduling/post-menu.ts';
import { useStuck } from '../scheduling/use-stuck.ts';
import { Badge } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { lookLabelOf, lookOf, StateIcon, stateInk } from '../ui/state-icon.tsx';
import { isMovable } from './places.ts';
import type { QueueActions } from './queue-actions.ts';

/** A post in the queue: what it is, how it stands, and what moves it. */
export function QueuedRow({ post, hasSlot, actions }: { post: QueuedPost; hasSlot: boolean; actions: QueueActions }) {
  const { id, kind, state, queued, wallTime } = post;
  const title = titleOf([post]);
  const canMove = actions.maySchedule && isMovable(post);
  const { dragProps, handleProps, isDragging } = useCarry({ title, wallTime, cards: [post], item: null }, !canMove);
  const [isOpen, setOpen] = useState(false);
  const stuck = useStuck([post], isOpen);
  const trouble = troubleOf([post], { isStateSaid: true });
  const step = (by: -1 | 1) => ({
    isDisabled: actions.next(post, by) === null,
    onPress: () => actions.step(post, by),
  });
  const [up, down] = [step(-1), step(1)];
  return (
    <div
      {...dragProps}
      data-queued={id}
      className={cx(
        'flex flex-wrap items-center gap-x-2 gap-y-1 rounded-base border border-line border-l-3 border-l-current bg-sheet py-1 pr-1 pl-1.5',
        stateInk[lookOf(post)],
        canMove && 'cursor-grab active:cursor-grabbing',
        isDragging && 'opacity-50',
      )}
    >
      {canMove && (
        <button
          type="button"
          {...handleProps}
          aria-label={`Move ${title}`}
          title="Move"
          className="grid size-6 shrink-0 cursor-grab place-items-center rounded-base text-ink-soft hover:bg-hover pointer-coarse:hidden"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      )}
      <StateIcon state={lookOf(post)} />
      <div className="flex min-w-0 grow basis-44 flex-col text-ink">
        <Link
          to={actions.hrefOf(post) as string}
          draggable={false}
          className="line-clamp-2 self-start font-medium text-ink wrap-anywhere hover:underline"
        >
          <span className="sr-only">{kindWords[kind].label}: </span>
          {title}
        </Link>
        <p className="flex flex-wrap items-center gap-x-2 text-small text-ink-soft">
          {lookLabelOf(post)}
          {trouble && <span className="font-medium text-wait first-letter:uppercase">{trouble}</span>}
        </p>
      </div>
      {!hasSlot && queued && <Badge tone="wait">No slot any more</Badge>}
      {!queued && <Badge>{hasSlot ? 'Scheduled by hand' : 'By hand, off the slots'}</Badge>}
      <div className="ml-auto flex shrink-0 items-center text-ink">
        {canMove && (
          <span className="flex max-sm:hidden">
            <IconButton label={`Move ${title} up`} icon={ArrowUp} size="small" data-step="-1" {...up} />
            <IconButton label={`Move ${title} down`} icon={ArrowDown} size="small" data-step="1" {...down} />
          </span>
        )}
        <Menu
          label={`Actions for ${title}`}
          placement="bottom end"
          trigger={<IconButton label={`Actions for ${title}`} icon={Ellipsis} size="small" />}
          items={[
            canMove && { label: 'Move up', icon: ArrowUp, isDisabled: up.isDisabled, onAction: up.onPress },
            canMove && { label: 'Move down', icon: ArrowDown, isDisabled: down.isDisabled, onAction: down.onPress },
            canMove && { label: 'Move to…', icon: GripVertical, onAction: () => actions.askMove(post) },
            !queued &&
              actions.maySchedule &&
              (state === 'scheduled' || state === 'held') &&
              !stuck(post) && {
                label: 'Add to the queue…',
                icon: ListEnd,
                onAction: () => actions.ask({ what: 'queue', cards: [post] }),
              },
            ...postMenu([post], { ...actions, stuck }),
          ]}
          onOpen={() => setOpen(true)}
        />
      </div>
    </div>
  );
}
