import { z } from 'zod';
import { id, instant, line, realWallTime, tag } from './fields.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** What the hold switch can freeze. */
export const holdTargets = ['everything', 'channel', 'campaign', 'tag'] as const;
export type HoldTarget = (typeof holdTargets)[number];

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('channel'), id }),
  z.object({ kind: z.literal('campaign'), id }),
  z.object({ kind: z.literal('tag'), tag }),
]);

const keptByOthers = z.object({ held: z.number().int(), ahead: z.number().int() });

export const hold = z
  .object({
    id,
    target,
    /** What is frozen, in words: `everything`, or the name of the channel, the campaign or the tag. */
    covers: z.string(),
    reason: z.string(),
    startsAt: instant,
    endsAt: instant.nullable(),
    /** From when on nothing leaves; null while it lies ahead, or what was on its way is still leaving. */
    inForceAt: instant.nullable(),
    by: z.string(),
    createdAt: instant,
    /** Posts that it has kept from going out. */
    held: z.number().int(),
    /** Posts that are scheduled while it lasts. */
    ahead: z.number().int(),
    /** How many of each other holds keep as well: ending this one lets none of them go. */
    keptByOthers,
  })
  .meta({ id: 'Hold' });
export type Hold = z.infer<typeof hold>;

const holdParams = workspaceParams.extend({ hold: id });

export const listHolds = route({
  method: 'GET',
  path: '/workspaces/:workspace/holds',
  access: 'posts.read',
  summary: 'The holds that are in force or lie ahead, the oldest first',
  params: workspaceParams,
  response: z.object({ data: z.array(hold) }),
});
export const pressHold = route({
  method: 'POST',
  path: '/workspaces/:workspace/holds',
  access: 'posts.hold',
  status: 201,
  summary:
    'Freezes everything, a channel, a campaign or a tag. Answers when nothing leaves any more, within 25 seconds at most',
  params: workspaceParams,
  body: z
    .object({
      target,
      reason: line(300),
      /** In the workspace’s zone; now when left out. */
      startsAt: realWallTime.optional(),
      /** In the workspace’s zone; until somebody ends it when left out. */
      endsAt: realWallTime.optional(),
    })
    .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt < endsAt, {
      path: ['endsAt'],
      message: 'End after the beginning',
    }),
  response: hold,
});
export const endHold = route({
  method: 'POST',
  path: '/workspaces/:workspace/holds/:hold/end',
  access: 'posts.hold',
  summary: 'Ends a hold. What it kept stays held until it is sent or spread out: nothing bursts',
  params: holdParams,
  response: z.object({ held: z.number().int(), keptByOthers }),
});

export const spreadPosts = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/spread',
  access: 'posts.schedule',
  summary: 'Schedules held posts again, one after the other, in the order of their times',
  params: workspaceParams,
  body: z.object({
    posts: z.array(id).min(1).max(500),
    /** When the first goes out, in the workspace’s zone. */
    from: realWallTime,
    /** Minutes between two posts, at most a week. */
    every: z.number().int().min(1).max(10_080),
  }),
  response: z.object({
    scheduled: z.number().int(),
    /** How many of those are held all the same: nobody approved them, or their channel is not ready. */
    held: z.number().int(),
    /** What could not be scheduled, and why; it stays held. */
    refused: z.array(z.object({ id, title: z.string(), message: z.string() })),
  }),
});
