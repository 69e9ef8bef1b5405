import { z } from 'zod';
import { channelParams } from './channels.ts';
import { route } from './route.ts';

/** A time of the week at which a channel likes to have a post, by the clock on the workspace's wall. */
export const slot = z
  .object({
    weekday: z.number().int().min(1).max(7).describe('1 is Monday, 7 is Sunday.'),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day as 09:00'),
  })
  .meta({ id: 'Slot' });
export type Slot = z.infer<typeof slot>;

/** One an hour, all week: more is no plan for people to read. */
export const mostSlots = 168;

const slots = z.object({ data: z.array(slot) });

export const listSlots = route({
  method: 'GET',
  path: '/workspaces/:workspace/channels/:channel/slots',
  access: 'channels.read',
  summary: 'The weekly slots of a channel, from Monday',
  params: channelParams,
  response: slots,
});
export const changeSlots = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/channels/:channel/slots',
  access: 'channels.manage',
  summary:
    'Adds and removes weekly slots. It takes no version: what two people add and remove at once comes to the same. It moves no post',
  params: channelParams,
  body: z.object({
    add: z.array(slot).max(mostSlots).default([]),
    remove: z.array(slot).max(mostSlots).default([]),
  }),
  response: slots,
});
