import { z } from 'zod';
import { id, instant, nothing, version, zone } from './fields.ts';
import { postState } from './post-states.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** Minutes within which a post that a change of zone moves would go out before anybody could look. */
export const soonMinutes = 5;

const movingPost = z.object({
  postId: id,
  title: z.string(),
  channelName: z.string(),
  state: postState,
  /** The time it keeps, and the one it gets instead where the new zone has no such time. */
  wallTime: z.string(),
  newWallTime: z.string(),
  /** Null for a draft, which has no instant. */
  dueAt: instant,
  newDueAt: instant,
  /** The clocks of the new zone skip that time on its day, or show it twice (the first is taken). */
  trouble: z.enum(['skipped', 'twice']).nullable(),
  /** It would be due in the past, or within five minutes. */
  isSoon: z.boolean(),
});
export type MovingPost = z.infer<typeof movingPost>;

const zoneChange = z
  .object({
    from: z.string(),
    to: z.string(),
    /** The posts whose instant moves, by time; the first 500. */
    posts: z.array(movingPost),
    moving: z.number().int(),
    /** How many of them would go out at once. */
    soon: z.number().int(),
    /** Series whose coming dates move with them. */
    series: z.array(z.object({ id, title: z.string(), channelName: z.string(), time: z.string() })),
    /** Posts that a publisher has taken or tried: they keep their instant. */
    underWay: z.number().int(),
  })
  .meta({ id: 'ZoneChange' });
export type ZoneChange = z.infer<typeof zoneChange>;

export const previewZone = route({
  method: 'GET',
  path: '/workspaces/:workspace/zone',
  access: 'workspace.manage',
  summary: 'What another zone would move: wall times stay, instants follow',
  params: workspaceParams,
  query: z.object({ to: zone }),
  response: zoneChange,
});
export const changeZone = route({
  method: 'POST',
  path: '/workspaces/:workspace/zone',
  access: 'workspace.manage',
  summary: 'Changes the workspace’s zone, and moves what waits to go out, in one step',
  params: workspaceParams,
  body: z.object({
    version,
    zone,
    soon: z
      .enum(['hold', 'send'])
      .optional()
      .describe(
        'What becomes of posts that would be due in the past or within five minutes. Needed when there are any.',
      ),
  }),
  response: z.object({ moved: z.number().int(), held: z.number().int() }),
});

const movedPost = z
  .object({
    postId: id,
    title: z.string(),
    channelName: z.string(),
    state: postState,
    wallTime: z.string(),
    zone: z.string(),
    movedFrom: instant,
    dueAt: instant,
  })
  .meta({ id: 'MovedPost' });
export type MovedPost = z.infer<typeof movedPost>;

export const listMoved = route({
  method: 'GET',
  path: '/workspaces/:workspace/moved',
  access: 'posts.read',
  summary:
    'Posts whose instant moved because a government changed its clocks (new tz data), until somebody has seen it',
  params: workspaceParams,
  response: z.object({ data: z.array(movedPost) }),
});
export const seeMoved = route({
  method: 'POST',
  path: '/workspaces/:workspace/moved/seen',
  access: 'posts.schedule',
  summary: 'Somebody has seen that these posts moved',
  params: workspaceParams,
  body: z.object({ posts: z.array(id).min(1).max(500) }),
  response: nothing,
});
