import { z } from 'zod';
import { channelParams } from './channels.ts';
import { id, line, localDate, realWallTime, version, wallTime } from './fields.ts';
import { post, postCard } from './posts.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** A post of a channel with its time ahead, by the clock of the workspace. */
export const queuedPost = postCard
  .extend({ queued: z.boolean().describe('Its time came from the queue. One that a person chose stays where it is.') })
  .meta({ id: 'QueuedPost' });
export type QueuedPost = z.infer<typeof queuedPost>;

/** A slot on a day that is still to come, taken or free. */
export const queueSlot = z.object({
  wallTime,
  time: z.string().describe('The slot’s own time of day: another than that of `wallTime` where the clocks skip it.'),
  hold: z.string().nullable().describe('Why the hold switch will be on at that time, if it will.'),
});
export type QueueSlot = z.infer<typeof queueSlot>;

export const queue = z
  .object({
    zone: z.string(),
    hasSlots: z.boolean(),
    /** The dates it shows, both included. */
    from: localDate,
    to: localDate,
    slots: z.array(queueSlot),
    posts: z.array(queuedPost),
    missed: z.number().int().describe('Posts of the queue that are held and whose time has passed.'),
  })
  .meta({ id: 'Queue' });
export type Queue = z.infer<typeof queue>;

export const getQueue = route({
  method: 'GET',
  path: '/workspaces/:workspace/channels/:channel/queue',
  access: 'posts.read',
  summary: 'The slots of a channel in the coming weeks, taken and free, and its posts that are still to go out',
  params: channelParams,
  query: z.object({
    weeks: z.coerce
      .number()
      .int()
      .min(1)
      .max(52)
      .default(4)
      .describe('At least so many; as many more as the last post of the queue takes.'),
  }),
  response: queue,
});
export const nextSlots = route({
  method: 'GET',
  path: '/workspaces/:workspace/slots/next',
  access: 'posts.read',
  summary: 'The next free slot of every channel that has slots',
  params: workspaceParams,
  query: z.object({ item: id.optional().describe('What is to go there: the holds that cover it are kept clear of.') }),
  response: z.object({
    data: z.array(
      z.object({
        channelId: id,
        /** Null when every slot of the next year is taken. */
        wallTime: wallTime.nullable(),
      }),
    ),
  }),
});
export const queuePost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/queue',
  access: 'posts.schedule',
  summary: 'Schedules a post for the next free slot of its channel. No two posts are ever given the same slot',
  params: workspaceParams.extend({ post: id }),
  body: z.object({ version, override: line(500).optional() }),
  response: post,
});
export const arrangeQueue = route({
  method: 'POST',
  path: '/workspaces/:workspace/channels/:channel/queue/arrange',
  access: 'posts.schedule',
  summary: 'Gives posts of the queue each other’s times, or free slots; all of them or none',
  params: channelParams,
  body: z.object({
    posts: z
      .array(z.object({ id, version, wallTime: realWallTime }))
      .min(1)
      .max(500)
      .refine((posts) => new Set(posts.map(({ id }) => id)).size === posts.length, 'Name each post once')
      .refine((posts) => new Set(posts.map(({ wallTime }) => wallTime)).size === posts.length, 'Give each time once'),
  }),
  response: z.object({ moved: z.number().int() }),
});
