import { z } from 'zod';
import { channelKind } from './channels.ts';
import { endedUpload } from './ended-uploads.ts';
import {
  cursorQuery,
  httpUrl,
  id,
  instant,
  line,
  localDate,
  nothing,
  page,
  person,
  text,
  userId,
  version,
  wallTime,
} from './fields.ts';
import { itemKind } from './item-kinds.ts';
import { postContent, writtenContent } from './post-content.ts';
import { awaitedFiles, holdReason, postState } from './post-states.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

export const disambiguation = z.enum(['earlier', 'later']).nullable();

/** A post as the calendar and lists show it. */
export const postCard = z
  .object({
    id,
    itemId: id,
    title: z.string(),
    kind: itemKind,
    channelId: id,
    channelKind,
    state: postState,
    holdReason: holdReason.nullable(),
    /** How the files stand for which it is held, or will be. */
    files: awaitedFiles,
    /** The local time it is scheduled for in `zone`; null for a draft without one. */
    wallTime: wallTime.nullable(),
    zone: z.string().nullable(),
    dueAt: instant.nullable(),
    publishedAt: instant.nullable(),
    thumb: z.string().nullable(),
    campaignId: id.nullable(),
    /** Who the item is assigned to, else who made the post. */
    personId: z.string().nullable(),
    /** The platform's own words, when it failed. */
    failure: z.string().nullable(),
    /** Which part of a thread it is: 2 follows the first. Null for a post that follows nothing. */
    part: z.number().int().nullable(),
    version: z.number(),
  })
  .meta({ id: 'PostCard' });
export type PostCard = z.infer<typeof postCard>;

/** The pressed hold switch that keeps a post from going out. */
const hold = z.object({ reason: z.string(), by: z.string() }).nullable();

export const listedPost = postCard
  .extend({
    hold,
    /** The number of the revision it carries. */
    revision: z.number().int(),
  })
  .meta({ id: 'ListedPost' });
export type ListedPost = z.infer<typeof listedPost>;

export const attempt = z.object({
  number: z.number().int(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** null while it is under way. */
  outcome: z.enum(['published', 'refused', 'failed', 'unknown', 'waiting', 'abandoned']).nullable(),
  /** The platform's own words. */
  message: z.string().nullable(),
  advice: z.string().nullable(),
});

/** One part of a thread: the first, those that are posts by now, and those that are still to come into being. */
export const threadPart = z.object({
  number: z.number().int(),
  /** Null for one that waits until the part before it is out. */
  postId: id.nullable(),
  state: postState.nullable(),
  files: awaitedFiles,
  text: z.string(),
  failure: z.string().nullable(),
  remoteUrl: z.string().nullable(),
});
export type ThreadPart = z.infer<typeof threadPart>;

export const post = postCard
  .extend({
    hold,
    content: postContent,
    /** The whole thread that it is a part of, in order; empty where nothing follows and it follows nothing. */
    thread: z.array(threadPart),
    /** The revision it carries, with the title that it has there. */
    revision: z.object({ id, number: z.number().int(), title: z.string() }),
    /** The newest revision of its item, to say when it carries an older one. */
    newestRevision: z.number().int(),
    /** What it carries and may not be used when it would go out; empty for what is out or cannot be scheduled. */
    ended: z.array(endedUpload),
    disambiguation,
    /** Its time came from the channel's queue. */
    queued: z.boolean(),
    remoteUrl: z.string().nullable(),
    /** When what is out was last changed. */
    editedAt: instant.nullable(),
    advice: z.string().nullable(),
    grace: z.number().int(),
    override: z.string().nullable(),
    /** The series that made it, and which of its dates it is. */
    series: z.object({ id, occurrence: localDate }).nullable(),
    createdBy: person.nullable(),
    createdAt: instant,
    attempts: z.array(attempt),
  })
  .meta({ id: 'Post' });
export type Post = z.infer<typeof post>;

export const when = z.object({
  wallTime,
  /** Needed only for a wall time that exists twice. */
  disambiguation: disambiguation.default(null),
  /** Why it may go out without its alternatives; only roles with `posts.override`. */
  override: line(500).optional(),
});

const postParams = workspaceParams.extend({ post: id });

export const calendarQuery = z.object({
  from: localDate,
  to: localDate.describe('The last date, inclusive; at most 62 days after `from`.'),
  channel: id.optional(),
  kind: itemKind.optional(),
  state: postState.optional(),
  campaign: id.optional(),
  person: userId.optional(),
});

export const getCalendar = route({
  method: 'GET',
  path: '/workspaces/:workspace/calendar',
  access: 'posts.read',
  summary: 'The posts between two local dates of the workspace, by time',
  params: workspaceParams,
  query: calendarQuery,
  response: z.object({ data: z.array(postCard), zone: z.string() }),
});
export const listPosts = route({
  method: 'GET',
  path: '/workspaces/:workspace/posts',
  access: 'posts.read',
  summary: 'Posts, the newest first',
  params: workspaceParams,
  query: cursorQuery.extend({
    item: id.optional(),
    channel: id.optional(),
    state: postState.optional(),
    files: awaitedFiles.unwrap().optional().describe('Those whose files stand so.'),
  }),
  response: page(listedPost),
});
export const createPost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts',
  access: 'posts.write',
  status: 201,
  summary:
    'Creates a post of an item’s newest revision on a channel; with `schedule` it is scheduled at once (needs posts.schedule)',
  params: workspaceParams,
  body: z.object({
    // Version 7, because lists are in the order of ids.
    id: z
      .uuidv7()
      .toLowerCase()
      .optional()
      .describe(
        'A UUIDv7 of yours, so that a request sent again makes no second post: it is answered with the post as it stands, and what else it asks is ignored.',
      ),
    itemId: id,
    channelId: id,
    content: writtenContent.optional(),
    schedule: when.optional(),
  }),
  response: post,
});
export const getPost = route({
  method: 'GET',
  path: '/workspaces/:workspace/posts/:post',
  access: 'posts.read',
  summary: 'A post, with its attempts',
  params: postParams,
  response: post,
});
export const updatePost = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/posts/:post',
  access: 'posts.write',
  summary: 'Changes text, images, link or what follows it; `useNewest` takes the newest revision of the item',
  params: postParams,
  body: z.object({ version, content: writtenContent.optional(), useNewest: z.boolean().default(false) }),
  response: post,
});
export const schedulePost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/schedule',
  access: 'posts.schedule',
  summary: 'Schedules or reschedules by wall time in the workspace’s zone',
  params: postParams,
  body: when.extend({ version }),
  response: post,
});
export const publishNow = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/publish-now',
  access: 'posts.schedule',
  summary: 'Sends it at once',
  params: postParams,
  body: z.object({ version, override: line(500).optional() }),
  response: post,
});
export const unschedulePost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/unschedule',
  access: 'posts.schedule',
  summary: 'Makes it a draft again',
  params: postParams,
  body: z.object({ version }),
  response: post,
});
export const cancelPost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/cancel',
  access: 'posts.schedule',
  summary: 'It will not be sent, and stays on record',
  params: postParams,
  body: z.object({ version, reason: text(500).optional() }),
  response: post,
});
export const retryPost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/retry',
  access: 'posts.schedule',
  summary: 'Sends a refused post again, now',
  params: postParams,
  body: z.object({ version }),
  response: post,
});
export const resolvePost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/resolve',
  access: 'posts.schedule',
  summary: 'A person says what became of a post that nobody could confirm',
  params: postParams,
  body: z.discriminatedUnion('outcome', [
    z.object({
      outcome: z.literal('is_there'),
      version,
      /** Left out only where posts of the kind may have no public address. */
      url: httpUrl.optional(),
    }),
    z.object({ outcome: z.literal('send_again'), version }),
    z.object({ outcome: z.literal('drop'), version }),
  ]),
  response: post,
});
export const removePost = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/posts/:post',
  access: 'posts.write',
  summary: 'Removes a draft or a cancelled post',
  params: postParams,
  response: nothing,
});

export const publisherStatus = route({
  method: 'GET',
  path: '/workspaces/:workspace/publisher',
  access: 'posts.read',
  summary: 'Whether the publisher runs and what waits for it',
  params: workspaceParams,
  response: z.object({
    running: z.boolean(),
    seenAt: instant.nullable(),
    dueToday: z.number().int(),
    needAttention: z.number().int(),
  }),
});
