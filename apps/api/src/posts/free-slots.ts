import type { PostState } from '@mobilise/contracts/post-states';
import { nextFreeSlot, type SlotTime } from '@mobilise/contracts/slot-times';
import type { Slot } from '@mobilise/contracts/slots';
import { dateOf, wallTimeOf } from '@mobilise/contracts/time';
import { holdsAhead } from '@mobilise/db/holds';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, gte, inArray, notInArray } from 'drizzle-orm';
import type { Scope } from '../scope.ts';

/** States in which a post has its time to itself: it goes out then, may have gone out, or waits for somebody to let it. */
const live: PostState[] = ['scheduled', 'held', 'claimed', 'sending', 'unconfirmed', 'needs_person', 'published'];

/** The wall time of a post by the clock of a zone; null without one. What was scheduled by another clock is translated. */
export function wallTimeIn(
  zone: string,
  post: { wallTime: string | null; zone: string | null; dueAt: Date | string | null },
): string | null {
  return post.zone === zone || !post.dueAt ? post.wallTime : wallTimeOf(post.dueAt, zone);
}

/** The wall times from today on that posts of a channel have, but for some of them. */
export async function takenTimes(
  scope: Scope,
  { channelId, zone }: { channelId: string; zone: string },
  except: readonly string[] = [],
): Promise<Set<string>> {
  // A day earlier, for those that are named by the clock of another zone.
  const from = Temporal.PlainDate.from(dateOf(scope.now, zone)).subtract({ days: 1 });
  const rows = await scope.db
    .select({ wallTime: posts.wallTime, zone: posts.zone, dueAt: posts.dueAt })
    .from(posts)
    .where(
      and(
        eq(posts.workspaceId, scope.workspaceId),
        eq(posts.channelId, channelId),
        gte(posts.wallTime, `${from}T00:00`),
        inArray(posts.state, live),
        except.length > 0 ? notInArray(posts.id, [...except]) : undefined,
      ),
    );
  return new Set(rows.flatMap((row) => wallTimeIn(zone, row) ?? []));
}

type Hold = Awaited<ReturnType<typeof holdsAhead>>[number];

/** The hold, if any, that will be on at an instant, as far as anybody knows now. */
export function holdAt(holds: readonly Hold[], instant: string): Hold | undefined {
  const at = new Date(instant);
  return holds.find(({ startsAt, endsAt }) => startsAt <= at && (endsAt === null || endsAt > at));
}

/**
 * The next free slot for an item on a channel; null when there is none. Days on which a hold will be on by its dates are left out.
 * One without an end is not: nobody can say what comes after it, and what is due meanwhile is held and asked about.
 */
export async function nextFree(
  scope: Scope,
  slots: readonly Slot[],
  place: { itemId: string | null; channelId: string; zone: string },
  except?: string,
): Promise<SlotTime | null> {
  const taken = await takenTimes(scope, place, except ? [except] : []);
  const holds = await holdsAhead(scope.db, { ...place, workspaceId: scope.workspaceId });
  const dated = holds.filter(({ endsAt }) => endsAt !== null);
  return nextFreeSlot(slots, place.zone, {
    after: scope.now,
    isTaken: ({ wallTime, instant }) => taken.has(wallTime) || holdAt(dated, instant) !== undefined,
  });
}
