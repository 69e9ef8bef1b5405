import { kindWords } from '@mobilise/contracts/item-kinds';
import { partName } from '@mobilise/contracts/part-name';
import { Ellipsis, GripVertical } from 'lucide-react';
import { Fragment, type MouseEvent, memo, useState } from 'react';
import { useStuck } from '../scheduling/use-stuck.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { cx } from '../ui/cx.ts';
import { KindIcon } from '../ui/kind-icon.tsx';
import { lookLabelOf, lookOf, StateIcon, stateInk, stateTones } from '../ui/state-icon.tsx';
import { showNotice } from '../ui/toast.tsx';
import type { Entry } from './folding.ts';
import { movable, nameEntry, titleOf, troubleOf } from './saying.ts';
import { useTools } from './tools.ts';
import { useCarry } from './use-carry.ts';

interface EntryCardProps {
  entry: Entry;
  /** `cell`: a month; `hour`: a week, with its thumbnail; `row`: an agenda, on one line where there is room. */
  look: 'cell' | 'hour' | 'row';
  /** Whether Tab comes to it. */
  isReachable: boolean;
}

const grounds: Partial<Record<(typeof stateTones)[keyof typeof stateTones], string>> = {
  wrong: 'bg-wrong-soft',
  wait: 'bg-wait-soft',
};

/**
 * A post on the calendar, or several of one item at one time. It is drawn again only when it changes, and never anew: what
 * becomes held, or is freed, may have the focus. Which of its posts a time helps is asked once somebody comes to it.
 */
export const EntryCard = memo(function EntryCard({ entry, look, isReachable }: EntryCardProps) {
  const { cards, wallTime, state, isPending } = entry;
  const tools = useTools();
  const [first] = cards;
  const [isNear, setNear] = useState(false);
  const near = { onPointerEnter: () => setNear(true), onFocus: () => setNear(true) };
  const stuck = useStuck(cards, isNear);
  const toMove = movable(cards).filter((card) => !stuck(card));
  const why = cards.map(stuck).find((why) => why !== null);
  const canMove = tools.maySchedule && toMove.length > 0;
  const { dragProps, handleProps, isDragging } = useCarry(
    { title: first?.title ?? '', wallTime, cards: toMove, item: null },
    !canMove,
  );
  if (!first) return null;
  const tabIndex = isReachable ? 0 : -1;
  const isRow = look === 'row';
  const title = titleOf(cards);
  const seen = cards.find((card) => lookOf(card) === state) ?? first;
  const trouble = troubleOf(cards, { isStateSaid: isRow });
  return (
    <div
      {...dragProps}
      {...near}
      data-entry={entry.key}
      className={cx(
        'group/card relative rounded-base border border-line border-l-3 text-left',
        grounds[stateTones[state]] ?? 'bg-sheet',
        stateInk[state],
        state === 'draft' ? 'border-l-current [border-left-style:dashed]' : 'border-l-current',
        canMove && 'cursor-grab active:cursor-grabbing',
        isDragging && 'opacity-50',
        isPending && 'opacity-70',
      )}
    >
      <a
        href={tools.hrefOf(first)}
        data-post-link
        draggable={false}
        tabIndex={tabIndex}
        onClick={(event) => openHere(event, () => tools.open(first))}
        {...((canMove || (tools.maySchedule && why)) && {
          'aria-keyshortcuts': 's',
          onKeyDown: (event) => {
            if (event.key.toLowerCase() !== 's' || event.metaKey || event.ctrlKey || event.altKey) return;
            event.preventDefault();
            if (canMove) tools.ask({ what: 'schedule', cards: toMove });
            else showNotice({ text: `“${title}” was not moved. ${why}`, tone: 'wrong' });
          },
        })}
        className={cx(
          'block rounded-base px-1.5 py-1 no-underline -outline-offset-1 hover:bg-hover',
          canMove && 'cursor-[inherit]',
          isRow && 'flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5 pr-14 pl-2.5',
        )}
      >
        <span className="sr-only">{nameEntry(entry)}</span>
        <span
          aria-hidden
          className={cx(
            'flex items-center gap-x-1.5',
            isRow ? 'text-body max-sm:basis-full sm:min-w-42' : 'flex-wrap gap-y-0.5',
          )}
        >
          <span className="figures text-small font-semibold text-ink">{wallTime.slice(11)}</span>
          {isPending ? <Moving /> : <StateIcon state={state} className="size-3.5" />}
          {isRow && <span className="text-small">{lookLabelOf(seen)}</span>}
          <span
            className={cx(
              'ml-auto flex min-w-0 flex-wrap items-center justify-end gap-1 text-ink-soft',
              !isRow &&
                'group-focus-within/card:invisible group-hover/card:invisible pointer-coarse:mr-6 pointer-coarse:visible!',
            )}
          >
            <KindIcon kind={first.kind} className="size-3.5" />
            {cards.map((card) => (
              <Fragment key={card.id}>
                <ChannelMark kind={card.channelKind} isNamed className="size-3.5" />
                {card.part && <span className="text-small whitespace-nowrap">{partName(card)}</span>}
              </Fragment>
            ))}
          </span>
        </span>
        {look === 'hour' && first.thumb && (
          <img
            src={first.thumb}
            alt=""
            loading="lazy"
            draggable={false}
            className="my-1 h-14 w-full rounded-[3px] object-cover"
          />
        )}
        <span
          aria-hidden
          className={cx(
            'text-ink wrap-anywhere',
            isRow ? 'min-w-0 basis-40 grow font-medium' : 'line-clamp-2 text-small',
            (state === 'cancelled' || state === 'removed') && 'line-through decoration-1',
          )}
        >
          {first.title}
        </span>
        {isRow && <span className="hidden text-small text-ink-soft lg:inline">{kindWords[first.kind].label}</span>}
        {trouble && (
          <span
            aria-hidden
            className={cx(
              'text-small font-medium wrap-anywhere',
              isRow ? 'basis-full first-letter:uppercase' : 'line-clamp-3',
            )}
          >
            {breakable(trouble)}
          </span>
        )}
      </a>
      <span
        className={cx(
          'absolute flex text-ink-soft opacity-0 group-focus-within/card:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100',
          isRow ? 'top-1/2 right-1 -translate-y-1/2' : 'top-0 right-0',
          isPending && 'invisible',
        )}
      >
        {canMove && (
          <button
            type="button"
            {...handleProps}
            tabIndex={tabIndex}
            aria-label={`Move ${title}`}
            title="Move"
            className="grid size-6 cursor-grab place-items-center rounded-base -outline-offset-2 hover:bg-hover pointer-coarse:hidden"
          >
            <GripVertical aria-hidden className="size-3.5" />
          </button>
        )}
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`Actions for ${title}`}
          title="Actions"
          aria-haspopup="menu"
          onClick={({ currentTarget }) => tools.openMenu(entry, currentTarget)}
          className="grid size-6 place-items-center rounded-base -outline-offset-2 hover:bg-hover pointer-coarse:size-9"
        >
          <Ellipsis aria-hidden className="size-4" />
        </button>
      </span>
    </div>
  );
});

/** Platforms name errors in one word, `AuthenticationRequired`: a line may end at each of its parts. */
const breakable = (words: string) => words.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, '\u200B');

/** A link that a plain click follows within the page; any other click is the browser's. */
function openHere(event: MouseEvent, open: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open();
}

function Moving() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      className="size-3.5 animate-spin text-ink-soft"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <path d="M8 1.75A6.25 6.25 0 1 1 1.75 8" strokeLinecap="round" />
    </svg>
  );
}
