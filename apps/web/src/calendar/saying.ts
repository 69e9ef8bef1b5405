import { channelKindOf } from '@mobilise/contracts/channels';
import { kindWords } from '@mobilise/contracts/item-kinds';
import { withPart } from '@mobilise/contracts/part-name';
import { allows, type HoldReason, labelOf, stateWords } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import { lookOf } from '../ui/state-icon.tsx';
import type { Entry } from './folding.ts';
import { sayDate } from './grid.ts';

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const channelLabel = (card: Pick<PostCard, 'channelKind' | 'part'>) =>
  card.channelKind === 'newsroom' ? 'newsroom' : withPart(channelKindOf(card.channelKind).label, card);

/** `Flu clinic opens on Saturday, story, newsroom and Bluesky, scheduled, Monday 30 November 09:00`. */
export function nameEntry({ cards, wallTime, isPending }: Entry): string {
  const [first] = cards;
  if (!first) return '';
  const label = (card: PostCard) => labelOf(card).toLowerCase();
  const isAlike = cards.every((card) => label(card) === label(first));
  const where = list.format(cards.map(channelLabel));
  const state = isAlike
    ? `${where}, ${label(first)}`
    : list.format(cards.map((card) => `${channelLabel(card)} ${label(card)}`));
  const trouble = troubleOf(cards);
  return [
    first.title,
    kindWords[first.kind].label.toLowerCase(),
    state,
    trouble,
    isPending && 'being moved',
    `${sayDate(wallTime.slice(0, 10))} ${wallTime.slice(11)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** The title of an entry; of a lone part of a thread with its number. */
export function titleOf(cards: readonly PostCard[]): string {
  const [first, ...others] = cards;
  if (!first) return '';
  return others.length === 0 ? withPart(first.title, first) : first.title;
}

const holds: Record<HoldReason, string> = {
  approval: 'waits for approval',
  late: 'missed its time',
  channel: 'channel not ready',
  switch: 'the hold switch',
  moved: 'the clocks changed',
  files: 'its audio or video was not made',
  consent: 'may not be shown any more',
};

/**
 * What is wrong, in one line for the card; `null` when nothing is.
 * @param isStateSaid whether the state stands beside it and need not be said again
 */
export function troubleOf(cards: readonly PostCard[], { isStateSaid = false } = {}): string | null {
  const card =
    cards.find(({ state }) => state === 'failed') ??
    cards.find(({ state }) => state === 'needs_person') ??
    cards.find((card) => lookOf(card) === 'held') ??
    cards.find(({ state }) => state === 'unconfirmed') ??
    cards.find(({ files }) => files === 'making');
  if (!card) return null;
  const where = cards.length > 1 ? `${withPart(channelKindOf(card.channelKind).label, card)}: ` : '';
  const state = isStateSaid ? '' : `${labelOf(card)}: `;
  if (card.state === 'failed') return where + (card.failure ? state + card.failure : stateWords.failed.label);
  if (card.state === 'needs_person') return `${where}Did it arrive? Look and tell us`;
  if (card.state === 'unconfirmed') return `${where}Finding out whether it arrived`;
  if (card.files === 'making') return where + labelOf(card);
  return `${where}${state}${holds[card.files === 'late' ? 'late' : (card.holdReason ?? 'files')]}`;
}

/** The posts of an entry that may have another time. */
export function movable(cards: readonly PostCard[]): PostCard[] {
  return cards.filter(({ state }) => allows(state, 'schedule'));
}

/** `Clocks go back 02:00`. */
export const sayClockChange = ({ at, minutes }: { at: string; minutes: number }) =>
  `Clocks go ${minutes < 0 ? 'back' : 'forward'} ${at}`;
