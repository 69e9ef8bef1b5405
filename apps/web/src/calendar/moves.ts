import type { PostCard } from '@mobilise/contracts/posts';

/** A change of time that the server has not answered yet; `null` takes the time away. */
export interface Move {
  postId: string;
  wallTime: string | null;
}

/** Moves under way, by post; the last of a post counts. */
export type Moves = ReadonlyMap<string, Move & { turn: number }>;

export type MoveEvent =
  | { type: 'started'; move: Move; turn: number }
  | { type: 'settled'; postId: string; turn: number };

export const noMoves: Moves = new Map();

/** A move that was overtaken by a later one of the same post no longer counts when it settles. */
export function stepMoves(moves: Moves, event: MoveEvent): Moves {
  if (event.type === 'started') {
    return new Map(moves).set(event.move.postId, { ...event.move, turn: event.turn });
  }
  if (moves.get(event.postId)?.turn !== event.turn) return moves;
  const next = new Map(moves);
  next.delete(event.postId);
  return next;
}

/** What the screen shows: the server's cards, with each that is being moved where it was put. Others stay the same objects. */
export function applyMoves(cards: readonly PostCard[], moves: Moves, range: { from: string; to: string }): PostCard[] {
  if (moves.size === 0) return cards as PostCard[];
  return cards.flatMap((card) => {
    const move = moves.get(card.id);
    if (!move || move.wallTime === card.wallTime) return [card];
    if (move.wallTime === null) return [];
    const date = move.wallTime.slice(0, 10);
    if (date < range.from || date > range.to) return [];
    return [moved(card, move.wallTime)];
  });
}

/** Kept by card and time, so that a card under way stays the same object while it is drawn again. */
const copies = new WeakMap<PostCard, PostCard>();

function moved(card: PostCard, wallTime: string): PostCard {
  const copy = copies.get(card);
  if (copy?.wallTime === wallTime) return copy;
  const fresh = { ...card, wallTime };
  copies.set(card, fresh);
  return fresh;
}
