import type { Metric } from '@mobilise/contracts/engagement';
import { z } from 'zod';
import type { Connection, MetricReading } from './adapter.ts';
import { type Account, openAccount } from './linkedin-api.ts';
import { isComment } from './linkedin-comments.ts';
import { readAnswer } from './linkedin-request.ts';
import { wordsOf } from './service.ts';

/** Posts asked about by one request: their names fill the address. */
const batchSize = 20;

const counts = {
  impressions: 'impressionCount',
  clicks: 'clickCount',
  likes: 'likeCount',
  comments: 'commentCount',
  reposts: 'shareCount',
} as const satisfies Partial<Record<Metric, string>>;
const metrics = Object.keys(counts) as (keyof typeof counts)[];

const figure = z.number().int().optional().catch(undefined);
const statistics = z.object({
  elements: z.array(
    z.object({
      share: z.string().optional(),
      ugcPost: z.string().optional(),
      totalShareStatistics: z.object({
        impressionCount: figure,
        clickCount: figure,
        likeCount: figure,
        commentCount: figure,
        shareCount: figure,
      }),
    }),
  ),
});
type Figures = z.infer<typeof statistics>['elements'][number]['totalShareStatistics'];

/** Lifetime figures of posts (learn.microsoft.com, share-statistics, read 2026-11-26). Of comments it has none. */
export async function engagement(remoteIds: string[], connection: Connection): Promise<Map<string, MetricReading[]>> {
  const readings = new Map<string, MetricReading[]>(
    remoteIds
      .filter(isComment)
      .map((id) => [
        id,
        metrics.map((metric) => ({ metric, status: 'unavailable', message: 'LinkedIn gives no figures for comments' })),
      ]),
  );
  const posts = remoteIds.filter((id) => !isComment(id));
  for (let start = 0; start < posts.length; start += batchSize) {
    const batch = posts.slice(start, start + batchSize);
    try {
      const found = await ask(openAccount(connection), batch);
      for (const id of batch) readings.set(id, readingsOf(found.get(id)));
    } catch (error) {
      const message = wordsOf(error);
      for (const id of batch)
        readings.set(
          id,
          metrics.map((metric) => ({ metric, status: 'error', message })),
        );
    }
  }
  return readings;
}

async function ask(account: Account, ids: readonly string[]): Promise<Map<string, Figures>> {
  const listed = (name: string, kind: string) => {
    const some = ids.filter((id) => id.startsWith(`urn:li:${kind}:`)).map(encodeURIComponent);
    return some.length > 0 ? `&${name}=List(${some.join(',')})` : '';
  };
  const path = `/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${encodeURIComponent(account.organization)}`;
  const answer = await account.call(`${path}${listed('shares', 'share')}${listed('ugcPosts', 'ugcPost')}`);
  const { elements } = await readAnswer(answer, statistics);
  return new Map(
    elements.map(({ share, ugcPost, totalShareStatistics }) => [share ?? ugcPost ?? '', totalShareStatistics]),
  );
}

function readingsOf(figures: Figures | undefined): MetricReading[] {
  return metrics.map((metric) => {
    const value = figures?.[counts[metric]];
    if (!figures)
      return {
        metric,
        status: 'unavailable',
        message: 'LinkedIn gives no figures for this post: it is deleted, or too new',
      };
    // Likes below zero are those taken back from an advertisement of the post: LinkedIn does not count them where they were given.
    if (value === undefined || value < 0)
      return { metric, status: 'unavailable', message: 'LinkedIn did not give this figure' };
    return { metric, status: 'ok', value };
  });
}
