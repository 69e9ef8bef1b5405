import type { ChannelKindName } from '@mobilise/contracts/channels';
import { Problem, type ProblemCode } from '@mobilise/contracts/problems';
import type { Role } from '@mobilise/contracts/roles';
import type { Db } from '@mobilise/db/connect';
import { buildChannel, buildItem, buildMember, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { attempts, posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import type { Scope } from './scope.ts';

/** A Monday morning in London, in winter. */
export const monday = new Date('2026-11-30T08:30:20.500Z');
export const publicUrl = 'https://news.example.org';

type Post = typeof posts.$inferSelect;

/** A workspace with a newsroom and an approved story, and scopes of its people. */
export async function buildDesk(
  db: Db,
  { zone = 'Europe/London', kind = 'newsroom' as ChannelKindName, approved = true, now = monday } = {},
) {
  const workspace = await buildWorkspace(db, { zone });
  const channel = await buildChannel(db, { workspaceId: workspace.id, kind });
  const item = await buildItem(db, {
    workspaceId: workspace.id,
    approved,
    title: 'Flu clinic',
    summary: 'On Saturday, without appointment.',
  });
  const people = new Map<Role, string>();
  const as = async (role: Role, at = now): Promise<Scope> => {
    const userId =
      people.get(role) ?? (await buildMember(db, { workspaceId: workspace.id, role, name: `The ${role}` })).user.id;
    people.set(role, userId);
    return { db, workspaceId: workspace.id, actor: { name: `The ${role}`, userId, role }, now: at };
  };
  const post = (overrides: Partial<Post> = {}) =>
    buildPost(db, { channelId: channel.id, itemId: item.id, dueAt: new Date('2026-12-01T09:00:00Z'), ...overrides });
  return { workspace, channel, item, as, post };
}

export async function row(db: Db, id: string): Promise<Post> {
  const [post] = await db.select().from(posts).where(eq(posts.id, id));
  if (!post) throw new Error(`No post ${id}`);
  return post;
}

/** A try at sending a post, with this outcome. */
export async function buildAttempt(
  db: Db,
  postId: string,
  outcome: (typeof attempts.$inferSelect)['outcome'],
  number = 1,
): Promise<void> {
  await db
    .insert(attempts)
    .values({ postId, number, fence: number, worker: 'test', outcome, startedAt: new Date('2026-11-30T08:00:00Z') });
}

/** The Problem a promise rejects with; throws unless it does, with this code. */
export async function refusal(promise: Promise<unknown>, code: ProblemCode): Promise<Problem> {
  const outcome = await promise.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
  if (outcome instanceof Problem && outcome.code === code) return outcome;
  throw new Error(`Expected the problem ${code}, but: ${String(outcome)}`, { cause: outcome });
}
