import { z } from 'zod';
import { channelKind, channelState } from './channels.ts';
import { id, instant, line } from './fields.ts';
import { itemKind } from './item-kinds.ts';
import { awaitedFiles, holdReason, postState } from './post-states.ts';
import { attempt } from './posts.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** Milliseconds by which the clock of a publisher's machine may be off before somebody is told. */
export const skewAlarm = 2000;
/** Seconds after which a publisher that has not been heard of is taken for gone; it says that it lives every five. */
export const publisherSilence = 15;

/** Why nothing is sent to a channel just now: its platform asked for it, its pace is used up, or its circuit is open. */
export const restReason = z.enum(['asked', 'pace', 'circuit']);
export type RestReason = z.infer<typeof restReason>;

/** What sound and films are made with on a machine: whose ffmpeg, and what a person should know of it. */
export const ffmpegFacts = z.object({
  /** `given` by FFMPEG_PATH, the `system`'s, or the `embedded` one; `none` where what was given cannot be used. */
  source: z.enum(['given', 'system', 'embedded', 'none']),
  version: z.string(),
  /** Sentences. */
  notes: z.array(z.string()),
});
export type FfmpegFacts = z.infer<typeof ffmpegFacts>;

/** What goes for the whole installation: the publishers serve every workspace. */
const publisher = z.object({
  id: z.string(),
  machine: z.string(),
  release: z.string(),
  startedAt: instant,
  seenAt: instant,
  lives: z.boolean(),
  /** Milliseconds by which its machine's clock is ahead of the database's. */
  skew: z.number().int(),
  /** Null until it has looked. */
  ffmpeg: ffmpegFacts.nullable(),
});
export type PublisherFacts = z.infer<typeof publisher>;

const rest = z.object({ until: instant, why: restReason });

/** A post with all that decides whether it goes out. */
export const watchedPost = z
  .object({
    id,
    itemId: id,
    title: z.string(),
    kind: itemKind,
    channelId: id,
    channelKind,
    channelName: z.string(),
    channelState,
    channelRest: rest.nullable(),
    /** Which part of a thread it is, as on its card. */
    part: z.number().int().nullable(),
    state: postState,
    holdReason: holdReason.nullable(),
    files: awaitedFiles,
    /** The hold that keeps it, or will at its time. */
    hold: z.object({ reason: z.string(), by: z.string() }).nullable(),
    approved: z.boolean(),
    dueAt: instant.nullable(),
    /** When it is sent next: later than it was due after a refusal. */
    sendAt: instant.nullable(),
    publishedAt: instant.nullable(),
    remoteUrl: z.string().nullable(),
    failure: z.string().nullable(),
    advice: z.string().nullable(),
    attempts: z.number().int(),
    lastAttempt: attempt.nullable(),
    /** The publisher that has it, and until when. */
    claimedBy: z.string().nullable(),
    leaseUntil: instant.nullable(),
  })
  .meta({ id: 'WatchedPost' });
export type WatchedPost = z.infer<typeof watchedPost>;

/** The first few of some posts, and how many there are. */
const somePosts = z.object({ count: z.number().int(), posts: z.array(watchedPost) });

const outcome = attempt.shape.outcome.unwrap().or(z.literal('under_way'));

export const publishing = z
  .object({
    /** By the database's clock, the only one that decides. */
    now: instant,
    publishers: z.array(publisher),
    /** Whether a hold on everything is in force. */
    onHold: z.boolean(),
    /** Claimed or being sent. */
    underWay: somePosts,
    /** Their time has come, and nobody has begun. */
    due: somePosts.extend({ oldestLag: z.number().describe('Seconds that the longest due has waited; 0 when none.') }),
    nextHour: somePosts,
    unconfirmed: somePosts,
    /** For somebody; what is held while its files are made waits for nobody. */
    waiting: z.object({
      held: z.array(z.object({ reason: holdReason, count: z.number().int() })),
      failed: z.number().int(),
      needsPerson: z.number().int(),
    }),
    /** Tries at sending, by what came of them; one that is under way has no outcome yet. */
    attempts: z.array(z.object({ outcome, hour: z.number().int(), day: z.number().int() })),
    channels: z.array(
      z.object({
        id,
        kind: channelKind,
        name: z.string(),
        state: channelState,
        rest: rest.nullable(),
        /** Sends in a row that it did not take. */
        failures: z.number().int(),
        scheduled: z.number().int(),
        held: z.number().int(),
        lastSuccessAt: instant.nullable(),
        /** In the platform's own words. */
        lastError: z.object({ at: instant, message: z.string(), advice: z.string() }).nullable(),
      }),
    ),
    jobs: z.object({
      renditions: z.object({
        waiting: z.number().int(),
        oldestAt: instant.nullable(),
        failed: z.number().int(),
      }),
      readings: z.object({
        /** Due and not read yet. */
        due: z.number().int(),
        /** Posts of which some figure could not be read in the last day. */
        failing: z.number().int(),
      }),
    }),
  })
  .meta({ id: 'Publishing' });
export type Publishing = z.infer<typeof publishing>;

export const getPublishing = route({
  method: 'GET',
  path: '/workspaces/:workspace/publishing',
  access: 'publishing.read',
  summary: 'What the publishers are doing, what waits for them, and what keeps it',
  params: workspaceParams,
  response: publishing,
});
export const findPublishing = route({
  method: 'GET',
  path: '/workspaces/:workspace/publishing/posts',
  access: 'publishing.read',
  summary: 'Posts by title, id or address, with all that decides whether each goes out',
  params: workspaceParams,
  query: z.object({ search: line(300).describe('Part of a title, a post’s id, or an address that ends with it.') }),
  response: z.object({ now: instant, publishersLive: z.boolean(), data: z.array(watchedPost) }),
});
