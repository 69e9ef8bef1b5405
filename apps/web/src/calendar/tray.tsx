import { kindWords } from '@mobilise/contracts/item-kinds';
import type { ItemSummary } from '@mobilise/contracts/items';
import type { PostCard } from '@mobilise/contracts/posts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { GripVertical } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useDrop } from 'react-aria-components/useDrop';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { cx } from '../ui/cx.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { askWhom } from '../ui/no-permission.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { draftsQuery, unpostedQuery } from './calendar-queries.ts';
import { type Dragged, dragType, getCarrying, useCarriedByKeys } from './dragging.ts';
import { channelLabel } from './saying.ts';
import { useTools } from './tools.ts';
import { useCarry } from './use-carry.ts';

/** Drafts without a time and items without posts, ready to be dragged onto a day. A scheduled post dropped here is a draft again. */
export function Tray({
  onUnschedule,
  onChoose,
}: {
  onUnschedule: (cards: readonly PostCard[]) => void;
  onChoose?: () => void;
}) {
  const { id } = useWorkspace();
  const tools = useTools();
  const drafts = useInfiniteQuery(draftsQuery(id));
  const unposted = useInfiniteQuery(unpostedQuery(id));
  const ref = useRef<HTMLDivElement>(null);
  const carried = useCarriedByKeys();
  const takes = () => getCarrying()?.dragged.cards?.some(({ state }) => state !== 'draft') ?? false;
  const { dropProps, isDropTarget } = useDrop({
    ref,
    isDisabled: !tools.maySchedule,
    getDropOperation: (types) => (types.has(dragType) && takes() ? 'move' : 'cancel'),
    onDrop: () => {
      const cards = getCarrying()?.dragged.cards;
      if (cards) onUnschedule(cards);
    },
  });
  const error = drafts.error ?? unposted.error;
  const posts = drafts.data?.pages.flatMap(({ data }) => data);
  const items = unposted.data?.pages.flatMap(({ data }) => data);
  const isEmpty = posts?.length === 0 && items?.length === 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a place to drop on, with a name
    <div
      {...dropProps}
      ref={ref}
      role="group"
      tabIndex={-1}
      aria-label={carried ? 'Drop here to take it off the calendar' : 'Unscheduled'}
      className={cx(
        'flex grow flex-col gap-3 rounded-base -outline-offset-2',
        isDropTarget && 'bg-accent-soft outline-2 outline-accent',
      )}
    >
      {isDropTarget && <p className="font-medium">Drop here: it becomes a draft again.</p>}
      {error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([drafts.refetch(), unposted.refetch()])} />
      ) : !posts || !items ? (
        <SkeletonRows rows={3} />
      ) : isEmpty ? (
        <p className="text-ink-soft">Drafts, and items without posts, wait here for a day of their own.</p>
      ) : (
        <>
          {!tools.maySchedule && (
            <p className="text-small text-ink-soft">
              To put these on a day, {askWhom('posts.schedule').replace(/^A/, 'a')}
            </p>
          )}
          <Group title="Drafts" count={posts.length}>
            {posts.map((card) => (
              <DraftCard key={card.id} card={card} {...(onChoose && { onChoose })} />
            ))}
          </Group>
          <Group title="Items without posts" count={items.length}>
            {items.map((item) => (
              <ItemCard key={item.id} item={item} {...(onChoose && { onChoose })} />
            ))}
          </Group>
          {(drafts.hasNextPage || unposted.hasNextPage) && (
            <Button
              size="small"
              isPending={drafts.isFetchingNextPage || unposted.isFetchingNextPage}
              onPress={() => {
                if (drafts.hasNextPage) void drafts.fetchNextPage();
                if (unposted.hasNextPage) void unposted.fetchNextPage();
              }}
            >
              Show more
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-small font-medium text-ink-soft">{title}</h3>
      <ul className="flex flex-col gap-1.5">{children}</ul>
    </section>
  );
}

function DraftCard({ card, onChoose }: { card: PostCard; onChoose?: () => void }) {
  const tools = useTools();
  return (
    <TrayCard
      dragged={{ title: card.title, wallTime: null, cards: [card], item: null }}
      name={`${card.title}, ${kindWords[card.kind].label.toLowerCase()}, ${channelLabel(card)}, draft without a time`}
      onPress={() => {
        onChoose?.();
        if (tools.maySchedule) tools.ask({ what: 'schedule', cards: [card] });
        else tools.open(card);
      }}
      marks={
        <>
          <KindIcon kind={card.kind} className="size-3.5" />
          <ChannelMark kind={card.channelKind} isNamed className="size-3.5" />
        </>
      }
      thumb={card.thumb}
    />
  );
}

function ItemCard({ item: { id, title, kind, thumb }, onChoose }: { item: ItemSummary; onChoose?: () => void }) {
  const tools = useTools();
  const item = { id, title, kind };
  return (
    <TrayCard
      dragged={{ title, wallTime: null, cards: null, item }}
      name={`${title}, ${kindWords[kind].label.toLowerCase()}, no posts yet`}
      isDisabled={!tools.maySchedule}
      onPress={() => {
        onChoose?.();
        tools.ask({ what: 'place', item });
      }}
      marks={<KindIcon kind={kind} className="size-3.5" />}
      thumb={thumb}
    />
  );
}

interface TrayCardProps {
  dragged: Dragged;
  name: string;
  onPress: () => void;
  marks: ReactNode;
  thumb: string | null;
  isDisabled?: boolean;
}

function TrayCard({ dragged, name, onPress, marks, thumb, isDisabled = false }: TrayCardProps) {
  const tools = useTools();
  const { dragProps, handleProps, isDragging } = useCarry(dragged, !tools.maySchedule);
  return (
    <li
      {...dragProps}
      className={cx(
        'group/card relative flex items-stretch rounded-base border border-line bg-sheet',
        tools.maySchedule && 'cursor-grab active:cursor-grabbing',
        isDragging && 'opacity-50',
      )}
    >
      <button
        type="button"
        onClick={onPress}
        disabled={isDisabled}
        title={tools.maySchedule ? 'Schedule' : undefined}
        aria-label={tools.maySchedule ? `Schedule ${name}` : name}
        className="flex min-h-11 min-w-0 grow cursor-[inherit] items-center gap-2 rounded-base py-1 pr-6 pl-2 text-left hover:bg-hover disabled:hover:bg-transparent"
      >
        {thumb && (
          <img
            src={thumb}
            alt=""
            loading="lazy"
            draggable={false}
            className="size-9 shrink-0 rounded-[3px] object-cover"
          />
        )}
        <span className="flex min-w-0 grow flex-col">
          <span className="line-clamp-2 text-small font-medium wrap-anywhere">{dragged.title}</span>
          <span className="flex items-center gap-1 pt-0.5 text-ink-soft">{marks}</span>
        </span>
      </button>
      {tools.maySchedule && (
        <button
          type="button"
          {...handleProps}
          aria-label={`Move ${dragged.title}`}
          title="Move"
          className="absolute top-0.5 right-0.5 grid size-6 cursor-grab place-items-center rounded-base text-ink-soft hover:bg-hover pointer-coarse:hidden"
        >
          <GripVertical aria-hidden className="size-3.5" />
        </button>
      )}
    </li>
  );
}
