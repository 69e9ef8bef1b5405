import type { QueuedPost, QueueSlot } from '@mobilise/contracts/queue';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCard } from '../calendar/testing.ts';
import { isMovable, isOpen, type Place, placesOf, unfitting } from './places.ts';
import { type Change, carryOut, closeGaps, fitAgain, moveTo, neighbour, undo } from './planning.ts';

const at = (hour: number) =>
  `2026-12-${String(1 + Math.floor(hour / 24)).padStart(2, '0')}T${String(hour % 24).padStart(2, '0')}:00`;
const slotAt = (hour: number, hold: string | null = null): QueueSlot => ({
  wallTime: at(hour),
  time: at(hour).slice(11),
  hold,
});
const postAt = (id: string, hour: number, overrides: Partial<QueuedPost> = {}): QueuedPost => ({
  ...buildCard({ id, wallTime: at(hour) }),
  queued: true,
  ...overrides,
});

/** Any queue of two days: some hours are slots, some have posts, of the queue or of a person. */
const anyQueue = fc
  .array(
    fc.record({
      isSlot: fc.boolean(),
      isHeld: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
      post: fc.constantFrom('none', 'none', 'queued', 'queued', 'by hand', 'sending'),
    }),
    { minLength: 1, maxLength: 48 },
  )
  .map((hours) => ({
    slots: hours.flatMap(({ isSlot, isHeld }, hour) => (isSlot ? [slotAt(hour, isHeld ? 'Election' : null)] : [])),
    posts: hours.flatMap(({ post }, hour) =>
      post === 'none'
        ? []
        : [
            postAt(`p${hour}`, hour, {
              queued: post !== 'by hand',
              ...(post === 'sending' && { state: 'sending' as const }),
            }),
          ],
    ),
  }));
type AnyQueue = { slots: QueueSlot[]; posts: QueuedPost[] };

const timesOf = (posts: readonly QueuedPost[]) => posts.map(({ wallTime }) => wallTime ?? '');
const after = ({ slots, posts }: AnyQueue, changes: readonly Change[]) => {
  const moved = carryOut(posts, changes);
  return { posts: moved, places: placesOf({ slots, posts: moved }) };
};
/** What no plan may do, whatever it is for. */
function isSound(queue: AnyQueue, changes: readonly Change[]): void {
  const { posts } = after(queue, changes);
  expect(new Set(timesOf(posts)).size).toBe(posts.length);
  for (const { post, to } of changes) {
    expect(post).toMatchObject({ queued: true, state: 'scheduled' });
    expect(to).not.toBe(post.wallTime);
  }
  const allowed = new Set([...timesOf(queue.posts), ...queue.slots.map(({ wallTime }) => wallTime)]);
  for (const { to } of changes) expect(allowed).toContain(to);
}

describe('moving a post', () => {
  test('onto another takes its time, and those between move along', () => {
    const queue = {
      slots: [0, 1, 2, 3].map((hour) => slotAt(hour)),
      posts: [0, 1, 2, 3].map((n) => postAt(`p${n}`, n)),
    };
    const order = (changes: readonly Change[]) =>
      after(queue, changes)
        .places.map(({ posts }) => posts[0]?.id)
        .join(' ');
    expect(order(moveTo(placesOf(queue), 'p0', at(2)))).toBe('p1 p2 p0 p3');
    expect(order(moveTo(placesOf(queue), 'p3', at(1)))).toBe('p0 p3 p1 p2');
  });

  test('into a free slot moves it alone', () => {
    const places = placesOf({
      slots: [0, 1, 2].map((hour) => slotAt(hour)),
      posts: [postAt('one', 0), postAt('two', 1)],
    });
    expect(moveTo(places, 'one', at(2)).map(({ post, to }) => [post.id, to])).toEqual([['one', at(2)]]);
  });

  test('onto what is pinned, or to where it is, moves nothing', () => {
    const posts = [postAt('one', 0), postAt('hand', 1, { queued: false }), postAt('going', 2, { state: 'claimed' })];
    const places = placesOf({ slots: [0, 1, 2].map((hour) => slotAt(hour)), posts });
    for (const hour of [0, 1, 2]) expect(moveTo(places, 'one', at(hour))).toEqual([]);
    expect(moveTo(places, 'hand', at(0))).toEqual([]);
  });

  test('keeps the order of the others, and is sound', () => {
    fc.assert(
      fc.property(anyQueue, fc.nat(47), fc.nat(47), (queue, from, to) => {
        const places = placesOf(queue);
        const changes = moveTo(places, `p${from}`, at(to));
        isSound(queue, changes);
        const others = (list: readonly Place[]) =>
          list.flatMap(({ posts }) =>
            posts.filter((post) => isMovable(post) && post.id !== `p${from}`).map(({ id }) => id),
          );
        expect(others(after(queue, changes).places)).toEqual(others(places));
        if (changes.length > 0) expect(changes.find(({ post }) => post.id === `p${from}`)?.to).toBe(at(to));
      }),
    );
  });

  test('is taken back by its undo, with the versions of then', () => {
    fc.assert(
      fc.property(anyQueue, fc.nat(47), fc.nat(47), (queue, from, to) => {
        const changes = moveTo(placesOf(queue), `p${from}`, at(to));
        const there = after(queue, changes).posts;
        const back = undo(changes);
        for (const { post } of back) expect(there).toContainEqual(post);
        expect(timesOf(carryOut(there, back))).toEqual(timesOf(queue.posts));
      }),
    );
  });

  test('one step goes to the next time that takes it, past what is pinned and what is on hold', () => {
    const posts = [postAt('one', 1), postAt('hand', 2, { queued: false }), postAt('two', 4)];
    const places = placesOf({ slots: [slotAt(0), slotAt(1), slotAt(2), slotAt(3, 'Election'), slotAt(4)], posts });
    const [one, , two] = posts as [QueuedPost, QueuedPost, QueuedPost];
    expect(neighbour(places, one, -1)).toBe(at(0));
    expect(neighbour(places, one, 1)).toBe(at(4));
    expect(neighbour(places, two, 1)).toBeNull();
  });
});

describe('closing the gaps', () => {
  test('moves up in order; none moves down, and no open slot is left before what moved', () => {
    fc.assert(
      fc.property(anyQueue, (queue) => {
        const places = placesOf(queue);
        const changes = closeGaps(places);
        isSound(queue, changes);
        for (const { post, to } of changes) expect(to < (post.wallTime ?? '')).toBe(true);
        const ids = (list: readonly Place[]) =>
          list.filter(({ slot }) => slot).flatMap(({ posts }) => posts.filter(isMovable).map(({ id }) => id));
        const now = after(queue, changes).places;
        expect(ids(now)).toEqual(ids(places));
        const last = changes
          .map(({ to }) => to)
          .sort()
          .at(-1);
        for (const place of now) if (last && place.wallTime < last) expect(isOpen(place)).toBe(false);
        expect(closeGaps(now)).toEqual([]);
      }),
    );
  });
});

describe('fitting posts into slots again', () => {
  test('gives each the first open slot from its time on, and touches no other', () => {
    fc.assert(
      fc.property(anyQueue, (queue) => {
        const places = placesOf(queue);
        const { changes, left } = fitAgain(places);
        isSound(queue, changes);
        const unfit = unfitting(places).map(({ id }) => id);
        expect([...changes.map(({ post }) => post.id), ...left.map(({ id }) => id)].sort()).toEqual(unfit.sort());
        for (const { post, to } of changes) expect(to >= (post.wallTime ?? '')).toBe(true);
        expect(
          unfitting(after(queue, changes).places)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(left.map(({ id }) => id).sort());
      }),
    );
  });
});
