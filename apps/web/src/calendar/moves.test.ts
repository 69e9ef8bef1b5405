import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyMoves, type MoveEvent, type Moves, noMoves, stepMoves } from './moves.ts';
import { anyWallTime, buildCard } from './testing.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
const after = (...events: MoveEvent[]): Moves => events.reduce(stepMoves, noMoves);

test('a card stands where it was put before the server answers, and springs back when the server refuses', () => {
  const card = buildCard();
  const started: MoveEvent = { type: 'started', move: { postId: card.id, wallTime: '2026-11-12T09:00' }, turn: 1 };
  expect(applyMoves([card], after(started), november)[0]?.wallTime).toBe('2026-11-12T09:00');
  const settled: MoveEvent = { type: 'settled', postId: card.id, turn: 1 };
  expect(applyMoves([card], after(started, settled), november)[0]).toBe(card);
});

test('an answer to a move that was overtaken does not undo the later one', () => {
  const card = buildCard();
  const moves = after(
    { type: 'started', move: { postId: card.id, wallTime: '2026-11-12T09:00' }, turn: 1 },
    { type: 'started', move: { postId: card.id, wallTime: '2026-11-13T09:00' }, turn: 2 },
    { type: 'settled', postId: card.id, turn: 1 },
  );
  expect(applyMoves([card], moves, november)[0]?.wallTime).toBe('2026-11-13T09:00');
});

test('a card that is moved off the page, or off the calendar, leaves it', () => {
  const card = buildCard();
  const to = (wallTime: string | null) => after({ type: 'started', move: { postId: card.id, wallTime }, turn: 1 });
  expect(applyMoves([card], to('2026-12-01T09:00'), november)).toEqual([]);
  expect(applyMoves([card], to(null), november)).toEqual([]);
});

test('whatever happens in whatever order, nothing is left on its way once every move has settled', () => {
  const cards = [buildCard(), buildCard(), buildCard()];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), anyWallTime), { maxLength: 20 }).chain((moves) =>
        fc.tuple(
          fc.constant(moves),
          fc.shuffledSubarray(
            moves.map((_, turn) => turn),
            { minLength: moves.length },
          ),
        ),
      ),
      ([wanted, answers]) => {
        const postOf = (turn: number) => cards[wanted[turn]?.[0] ?? 0]?.id ?? '';
        const started = wanted.map(
          ([, wallTime], turn): MoveEvent => ({ type: 'started', move: { postId: postOf(turn), wallTime }, turn }),
        );
        const settled = answers.map((turn): MoveEvent => ({ type: 'settled', postId: postOf(turn), turn }));
        const moves = after(...started, ...settled);
        expect(moves.size).toBe(0);
        expect(applyMoves(cards, moves, november)).toEqual(cards);
      },
    ),
  );
});

test('cards that nobody moves stay the same objects, and so does a moved one while it is drawn again', () => {
  const [moved, still] = [buildCard(), buildCard()];
  const moves = after({ type: 'started', move: { postId: moved.id, wallTime: '2026-11-12T10:00' }, turn: 1 });
  const [first, second] = applyMoves([moved, still], moves, november);
  expect(second).toBe(still);
  expect(applyMoves([moved, still], moves, november)[0]).toBe(first);
});
