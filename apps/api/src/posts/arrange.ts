import type { ChannelKindName } from '@mobilise/contracts/channels';
import { stateWords } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import type { arrangeQueue as arrangeRoute } from '@mobilise/contracts/queue';
import type { RouteRequest } from '@mobilise/contracts/route';
import { isSlotTime } from '@mobilise/contracts/slot-times';
import { sayWallTime } from '@mobilise/contracts/time';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries, workspaces } from '@mobilise/db/schema/team';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { readSlots } from '../channel-slots.ts';
import { tellPublisher } from '../post-release.ts';
import { announce, inTransaction, type Scope } from '../scope.ts';
import { takenTimes, wallTimeIn } from './free-slots.ts';
import { because, type PostRow } from './locks.ts';
import { momentOf } from './moment.ts';
import { subjectOf } from './read.ts';
import { atTime, write } from './scheduling.ts';

type Wanted = RouteRequest<typeof arrangeRoute>['body']['posts'];
type Queued = PostRow & { title: string };

/**
 * Gives posts of a channel's queue other times: each other's, or free slots. All of them move or none does. It decides about times
 * alone: what waits for an approval goes on waiting. Problems: `not_found`, `stale_version` (extra: the `posts` that somebody
 * changed, as they stand), `wrong_state` for what may not be moved, `conflict` for a time that is neither theirs nor free.
 */
export function arrangeQueue(
  scope: Scope,
  channelId: string,
  { posts: wanted }: { posts: Wanted },
): Promise<{ moved: number }> {
  return inTransaction(scope, async (scope) => {
    const channel = await lockQueue(scope, channelId);
    const rows = await lockQueued(scope, channelId, wanted);
    freshOrThrow(rows, wanted);
    for (const post of rows) movableOrThrow(scope, post);
    const timeOf = (post: Queued) => wallTimeIn(channel.zone, post) ?? '';
    await placesOrThrow(scope, channel, rows.map(timeOf), wanted);
    const to = new Map(wanted.map(({ id, wallTime }) => [id, wallTime]));
    const moving = rows.filter((post) => to.get(post.id) !== timeOf(post));
    const log: (typeof auditEntries.$inferInsert)[] = [];
    for (const post of moving) {
      const when = { wallTime: to.get(post.id) ?? '', disambiguation: 'earlier' as const };
      const moment = momentOf(scope, channel.zone, when, 'body.posts');
      await write(scope, post, await atTime(scope, channel.kind, post, moment));
      if (post.state === 'scheduled') await tellPublisher(scope, moment.dueAt);
      log.push({
        workspaceId: scope.workspaceId,
        userId: scope.actor.userId,
        actor: scope.actor.name,
        at: scope.now,
        action: 'moved',
        noun: 'posts',
        subjectId: post.id,
        subject: subjectOf({ item: post, channel }),
        detail: { from: timeOf(post), wallTime: moment.wallTime, zone: moment.zone },
      });
    }
    if (log.length > 0) {
      await scope.db.insert(auditEntries).values(log);
      await announce(scope, 'posts', null);
    }
    return { moved: moving.length };
  });
}

interface Channel {
  id: string;
  name: string;
  kind: ChannelKindName;
  zone: string;
}

/** A channel, locked so that nobody else gives out times of its queue meanwhile. Before its posts, as always. */
async function lockQueue(scope: Scope, id: string): Promise<Channel> {
  const [channel] = await scope.db
    .select({
      id: channels.id,
      name: channels.name,
      kind: channels.kind,
      zone: sql<string>`(select ${workspaces.zone} from ${workspaces} where ${workspaces.id} = ${scope.workspaceId})`,
    })
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, id)))
    .for('no key update');
  if (!channel) throw new Problem('not_found', 'There is no such channel in this workspace.');
  return channel;
}

async function lockQueued(scope: Scope, channelId: string, wanted: Wanted): Promise<Queued[]> {
  const rows = await scope.db
    .select({ post: posts, title: items.title })
    .from(posts)
    .innerJoin(items, eq(items.id, posts.itemId))
    .where(
      and(
        eq(posts.workspaceId, scope.workspaceId),
        eq(posts.channelId, channelId),
        inArray(
          posts.id,
          wanted.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(posts.id))
    .for('update', { of: posts });
  return rows.map(({ post, title }) => ({ ...post, title }));
}

function freshOrThrow(rows: readonly Queued[], wanted: Wanted): void {
  const present = new Map(rows.map((row) => [row.id, row]));
  const gone = wanted.some(({ id }) => !present.has(id));
  if (gone)
    throw new Problem('not_found', 'One of these posts is not on this channel any more. Look at the queue again.');
  const changed = wanted.flatMap(({ id, version }) => {
    const row = present.get(id);
    return row && row.version !== version ? [row] : [];
  });
  const [first] = changed;
  if (!first) return;
  const others = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
  throw new Problem(
    'stale_version',
    `Somebody changed “${first.title}”${others} since you opened the queue. Nothing was moved: look at it as it is now, then move again.`,
    { extra: { posts: changed.map(({ id, version, wallTime }) => ({ id, version, wallTime })) } },
  );
}

/** Only what the queue itself scheduled, and what still has its time ahead. */
function movableOrThrow(scope: Scope, { title, state, holdReason, queued, dueAt }: Queued): void {
  const refuse = (why: string) => new Problem('wrong_state', `“${title}” cannot be moved in the queue. ${why}`);
  const waits = state === 'held' && (holdReason === 'approval' || holdReason === 'channel');
  if (state !== 'scheduled' && !waits)
    throw refuse(because[state] ?? `It is in the state “${stateWords[state].label}”.`);
  if (!queued) throw refuse('Somebody chose its time; add it to the queue first.');
  if (!dueAt || dueAt <= scope.now) throw refuse('Its time has come.');
}

async function placesOrThrow(
  scope: Scope,
  { id: channelId, zone }: Channel,
  own: readonly string[],
  wanted: Wanted,
): Promise<void> {
  const asked = wanted.map(({ wallTime }) => wallTime).filter((wallTime) => !own.includes(wallTime));
  if (asked.length === 0) return;
  const slots = await readSlots(scope, channelId);
  const ids = wanted.map(({ id }) => id);
  const taken = await takenTimes(scope, { channelId, zone }, ids);
  const wrong = asked.find((wallTime) => taken.has(wallTime) || !isSlotTime(slots, zone, wallTime));
  if (!wrong) return;
  const why = taken.has(wrong) ? 'is taken' : 'is no slot of this channel';
  throw new Problem('conflict', `${sayWallTime(wrong)} ${why}. Nothing was moved: look at the queue as it is now.`, {
    extra: { wallTime: wrong },
  });
}
