import { z } from 'zod';
import { type ChannelKindName, channelKind, channelKindOf } from './channels.ts';
import { id, instant, localDate } from './fields.ts';
import { type ItemKind, itemKind } from './item-kinds.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

export const metrics = [
  'views',
  'readers',
  'downloads',
  'likes',
  'reposts',
  'replies',
  'quotes',
  'comments',
  'impressions',
  'clicks',
] as const;
export const metric = z.enum(metrics);
export type Metric = (typeof metrics)[number];
export const metricWords: Record<Metric, string> = {
  views: 'Page views',
  readers: 'Readers',
  downloads: 'Downloads',
  likes: 'Likes',
  reposts: 'Reposts',
  replies: 'Replies',
  quotes: 'Quotes',
  comments: 'Comments',
  impressions: 'Impressions',
  clicks: 'Clicks',
};

/** What can be read of a post: what its channel gives, and the downloads of an episode on our own site. */
export function givenMetrics(channel: ChannelKindName, item: ItemKind): readonly Metric[] {
  const given = channelKindOf(channel).metrics as readonly Metric[];
  return channel === 'newsroom' && item === 'episode' ? [...given, 'downloads'] : given;
}

/** Minutes after publication at which a post is read: 5 min, 1 h, 6 h, 24 h, 3 d, 7 d, 28 d. */
export const readingSchedule = [5, 60, 360, 1440, 4320, 10_080, 40_320] as const;

/** Zero is `ok` with 0; `unavailable`: the channel does not give it; `error`: it could not be read this time. */
export const readingStatus = z.enum(['ok', 'unavailable', 'error']);

export const reading = z.object({
  metric,
  value: z.number().int().nullable(),
  status: readingStatus,
  observedAt: instant,
  message: z.string().nullable(),
});
export type Reading = z.infer<typeof reading>;

const periodQuery = z.object({
  from: localDate,
  to: localDate.describe('The last date, inclusive; at most 366 days after `from`.'),
  channel: id.optional(),
  kind: itemKind.optional(),
});

export const rankedPost = z.object({
  postId: id,
  itemId: id,
  title: z.string(),
  kind: itemKind,
  channelId: id,
  channelKind,
  publishedAt: instant,
  thumb: z.string().nullable(),
  remoteUrl: z.string().nullable(),
  /** The latest reading of each metric its channel gives. */
  latest: z.array(reading),
  /** Readers, or the sum of reactions where a channel knows no readers; null when nothing was read. */
  score: z.number().int().nullable(),
});
export type RankedPost = z.infer<typeof rankedPost>;

const total = z.object({
  posts: z.number().int(),
  readers: z.number().int().nullable(),
  reactions: z.number().int().nullable(),
});

export const postEngagement = route({
  method: 'GET',
  path: '/workspaces/:workspace/posts/:post/engagement',
  access: 'engagement.read',
  summary: 'The latest values of a post and every reading so far',
  params: workspaceParams.extend({ post: id }),
  response: z.object({
    latest: z.array(reading),
    series: z.array(reading),
    nextReadingAt: instant.nullable(),
  }),
});
export const rankEngagement = route({
  method: 'GET',
  path: '/workspaces/:workspace/engagement',
  access: 'engagement.read',
  summary: 'The posts of a period, what did most first, with totals and those of the period before',
  params: workspaceParams,
  query: periodQuery,
  response: z.object({
    posts: z.array(rankedPost),
    total,
    before: total,
    byDay: z.array(
      z.object({
        date: localDate,
        posts: z.number().int(),
        readers: z.number().int().nullable(),
        reactions: z.number().int().nullable(),
      }),
    ),
  }),
});
export const exportEngagement = route({
  method: 'GET',
  path: '/workspaces/:workspace/engagement.csv',
  access: 'engagement.read',
  transport: 'csv',
  summary: 'The same as a CSV file',
  params: workspaceParams,
  query: periodQuery,
  response: z.string(),
});
