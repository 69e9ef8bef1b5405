import type { AppBskyFeedDefs } from '@atproto/api';
import { blueskyConfig } from '@mobilise/contracts/channel-kinds/bluesky';
import type { Metric } from '@mobilise/contracts/engagement';
import { Problem } from '@mobilise/contracts/problems';
import { z } from 'zod';
import type { Adapter, Change, Connection, Finding, MetricReading, OutgoingPost } from './adapter.ts';
import { adviceFor, beforeWrite, ofChange, ofCheck, ofWrite } from './bluesky-outcome.ts';
import { buildRecord } from './bluesky-record.ts';
import { type Account, type BlueskyCredentials, createSession, openAccount } from './bluesky-session.ts';
import { failureIn, ServiceFailure, wordsOf } from './service.ts';

const collection = 'app.bsky.feed.post';
/** Posts that `app.bsky.feed.getPosts` takes in one call (its lexicon, read 2026-11-23). */
const postsACall = 25;

const counts = {
  likes: 'likeCount',
  reposts: 'repostCount',
  replies: 'replyCount',
  quotes: 'quoteCount',
} as const satisfies Partial<Record<Metric, string>>;
const metrics = Object.keys(counts) as (keyof typeof counts)[];

const typedConnection = z.object({
  service: z.string().min(1),
  identifier: z.string().min(1),
  appPassword: z.string().min(1),
});

/**
 * Bluesky, or any server that speaks its protocol. A post is one record under a key that is fixed when it is scheduled:
 * the service takes the same bytes again without making anything, and refuses others, so a send can be repeated.
 */
export const bluesky = {
  kind: 'bluesky' as const,
  connect,
  check,
  publish,
  reconcile,
  remove,
  engagement,
} satisfies Adapter;

async function connect(...[typed, { fetch, signal }]: Parameters<Adapter['connect']>): ReturnType<Adapter['connect']> {
  const { identifier, appPassword, ...rest } = typedConnection.parse(typed);
  const service = serviceOrigin(rest.service);
  try {
    const { did, handle, accessJwt, refreshJwt } = await createSession(
      { service, fetch, signal },
      identifier.replace(/^@/, ''),
      appPassword,
    );
    const config: z.infer<typeof blueskyConfig> = blueskyConfig.parse({ service, handle, did });
    const credentials: BlueskyCredentials = { appPassword, accessJwt, refreshJwt };
    return { config, credentials };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    if (error.cause instanceof Problem) throw withField(error.cause, 'body.service');
    // Only a service that spoke its protocol can mean the password; all else means the address.
    const field = error.error !== '' && error.status !== 429 ? 'body.appPassword' : 'body.service';
    const advice = error.status === 401 ? 'Check the handle and paste the app password again.' : connectAdvice(error);
    throw new Problem('channel_refused', error.message, { fields: [{ field, message: advice }], cause: error });
  }
}

function connectAdvice(error: ServiceFailure): string {
  if (error.error === '' && error.status !== 429) return 'Check the service’s address; it may not be a Bluesky server.';
  return adviceFor(error).advice;
}

function withField(problem: Problem, field: string): Problem {
  return new Problem(problem.code, problem.message, { fields: [{ field, message: problem.message }], cause: problem });
}

/** `bsky.social`, `https://bsky.social/` and `https://bsky.social/xrpc` all mean `https://bsky.social`. */
function serviceOrigin(typed: string): string {
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
  if (url) return url.origin;
  const message = `${typed} is not an address. Write one such as https://bsky.social`;
  throw new Problem('channel_refused', message, { fields: [{ field: 'body.service', message }] });
}

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    const { agent } = openAccount(connection);
    const { data } = await agent.com.atproto.server.getSession();
    if (data.active !== false) return { ok: true };
    const message = `The account is ${data.status ?? 'not active'}`;
    return {
      ok: false,
      message,
      ...adviceFor(new ServiceFailure(message, { status: null, error: 'AccountDeactivated', sent: true })),
    };
  } catch (error) {
    return ofCheck(error);
  }
}

async function publish(...[post, connection]: Parameters<Adapter['publish']>): ReturnType<Adapter['publish']> {
  let account: Account;
  let record: Awaited<ReturnType<typeof buildRecord>>;
  try {
    account = openAccount(connection);
    record = await buildRecord(account.agent, post, connection);
  } catch (error) {
    return beforeWrite(error);
  }
  try {
    await account.agent.com.atproto.repo.putRecord({
      repo: account.did,
      collection,
      rkey: post.handle,
      record: { ...record },
      swapRecord: null,
    });
    return { outcome: 'published', ...whereabouts(account.did, post.handle) };
  } catch (error) {
    if (failureIn(error)?.error === 'InvalidSwap') return outcomeOfSwap(account, post, failureIn(error)?.message ?? '');
    return ofWrite(error);
  }
}

/** Something has our key already. An earlier try made it, unless it says something else. */
async function outcomeOfSwap(account: Account, post: OutgoingPost, message: string): ReturnType<Adapter['publish']> {
  const finding = await look(account, post);
  switch (finding.found) {
    case 'published':
      return { outcome: 'published', remoteId: finding.remoteId, remoteUrl: finding.remoteUrl };
    case 'different':
      return {
        outcome: 'failed',
        message: finding.message,
        advice: 'Look at the account, then schedule the post for another time.',
      };
    case 'absent':
      return { outcome: 'refused', message, advice: 'Nothing was posted, so it can be sent again.', retryAfter: null };
    case 'unknown':
      return { outcome: 'unknown', message: finding.message };
  }
}

async function reconcile(post: OutgoingPost, connection: Connection): Promise<Finding> {
  try {
    return await look(openAccount(connection), post);
  } catch (error) {
    return { found: 'unknown', message: wordsOf(error) };
  }
}

async function remove(remoteId: string, connection: Connection): Promise<Change> {
  try {
    const { agent, did } = openAccount(connection);
    // A record that is not there is no error to the service.
    await agent.com.atproto.repo.deleteRecord({ repo: did, collection, rkey: remoteId.split('/').at(-1) ?? '' });
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}

const ourRecord = z.object({ text: z.string(), createdAt: z.string() });

/** Only text and time are compared: a mention that resolved on one try and not on another changes the rest. */
async function look({ agent, did }: Account, post: OutgoingPost): Promise<Finding> {
  try {
    const { data } = await agent.com.atproto.repo.getRecord({ repo: did, collection, rkey: post.handle });
    const value = ourRecord.safeParse(data.value).data;
    if (value?.text === post.text && value.createdAt === post.createdAt)
      return { found: 'published', ...whereabouts(did, post.handle) };
    return {
      found: 'different',
      message: `The account has another post in this post’s place: “${value?.text ?? 'unreadable'}”`,
    };
  } catch (error) {
    const failure = failureIn(error);
    // Older servers name every bad request alike and tell the reason in the message only.
    if (
      failure?.error === 'RecordNotFound' ||
      (failure?.status === 400 && /could not locate record/i.test(failure.message))
    )
      return { found: 'absent' };
    return { found: 'unknown', message: wordsOf(error) };
  }
}

/** By DID, which stays when the handle changes. */
function whereabouts(did: string, rkey: string): { remoteId: string; remoteUrl: string } {
  return { remoteId: `at://${did}/${collection}/${rkey}`, remoteUrl: `https://bsky.app/profile/${did}/post/${rkey}` };
}

async function engagement(
  ...[remoteIds, connection]: Parameters<Adapter['engagement']>
): ReturnType<Adapter['engagement']> {
  const readings = new Map<string, MetricReading[]>();
  let account: Account | undefined;
  for (let start = 0; start < remoteIds.length; start += postsACall) {
    const batch = remoteIds.slice(start, start + postsACall);
    try {
      account ??= openAccount(connection);
      const { data } = await account.agent.app.bsky.feed.getPosts({ uris: batch });
      const posts = new Map(data.posts.map((post) => [post.uri, post]));
      for (const id of batch) readings.set(id, readingsOf(posts.get(id)));
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

function readingsOf(post: AppBskyFeedDefs.PostView | undefined): MetricReading[] {
  return metrics.map((metric) => {
    if (!post)
      return {
        metric,
        status: 'unavailable',
        message: 'Bluesky does not show this post: it is hidden, deleted or not yet indexed',
      };
    const value = post[counts[metric]];
    // A figure left out is not a zero.
    if (value === undefined) return { metric, status: 'unavailable', message: 'Bluesky did not give this figure' };
    return { metric, status: 'ok', value };
  });
}
