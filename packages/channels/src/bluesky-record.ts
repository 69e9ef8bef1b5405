import { type Agent, type AppBskyFeedPost, AppBskyRichtextFacet, AtUri, type BlobRef, RichText } from '@atproto/api';
import { z } from 'zod';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import { readImage } from './outcome.ts';
import { failureIn, ServiceFailure } from './service.ts';

/** Bytes of a card's picture (lexicon app.bsky.embed.external, read 2026-11-23). A larger one is left out. */
const maxThumbBytes = 1_000_000;

type Facets = NonNullable<AppBskyFeedPost.Record['facets']>;

/**
 * The record of a post, its images uploaded. The same post gives the same bytes on every try, save for a mention whose
 * handle has come or gone since. Throws what the agent throws, and ImageUnreadable.
 */
export async function buildRecord(
  agent: Agent,
  post: OutgoingPost,
  connection: Connection,
): Promise<AppBskyFeedPost.Record> {
  const facets = await findFacets(agent, post.text);
  const embed = await buildEmbed(agent, post, connection);
  const reply = post.replyTo ? await buildReply(agent, post.replyTo) : null;
  return {
    $type: 'app.bsky.feed.post',
    text: post.text,
    createdAt: post.createdAt,
    langs: [post.language],
    ...(facets.length > 0 && { facets }),
    ...(embed && { embed }),
    ...(reply && { reply }),
  };
}

const answered = z.object({ reply: z.object({ root: z.object({ uri: z.string(), cid: z.string() }) }).optional() });

/** What a post answers, and what that conversation began with. Throws what the service says when it is not there. */
async function buildReply(agent: Agent, uri: string): Promise<NonNullable<AppBskyFeedPost.Record['reply']>> {
  const { host: repo, collection, rkey } = new AtUri(uri);
  const { data } = await agent.com.atproto.repo.getRecord({ repo, collection, rkey });
  const parent = { uri, cid: data.cid ?? '' };
  return { root: answered.safeParse(data.value).data?.reply?.root ?? parent, parent };
}

/** Links, tags and mentions in a text, by UTF-8 offsets. A mention of a handle that nobody has stays text. */
async function findFacets(agent: Agent, text: string): Promise<Facets> {
  const rich = new RichText({ text });
  rich.detectFacetsWithoutResolution();
  const facets: Facets = [];
  for (const facet of rich.facets ?? []) {
    const mention = facet.features.find((feature) => AppBskyRichtextFacet.isMention(feature));
    if (!mention) {
      facets.push(facet);
      continue;
    }
    const did = await resolveHandle(agent, mention.did);
    if (did) facets.push({ ...facet, features: [{ ...mention, did }] });
  }
  return facets;
}

/** The account behind a handle; null when the service looked and found none, or could not ask beyond itself. */
async function resolveHandle(agent: Agent, handle: string): Promise<string | null> {
  try {
    return (await agent.com.atproto.identity.resolveHandle({ handle })).data.did;
  } catch (error) {
    const failure = failureIn(error);
    if (
      failure &&
      (failure.status === 400 || failure.status === 404 || failure.status === 502 || failure.status === 504)
    )
      return null;
    throw error;
  }
}

async function buildEmbed(
  agent: Agent,
  post: OutgoingPost,
  connection: Connection,
): Promise<AppBskyFeedPost.Record['embed'] | null> {
  if (post.images.length > 0) {
    const images = [];
    for (const image of post.images) {
      images.push({
        image: await upload(agent, image, await readImage(connection, image)),
        alt: image.alt,
        aspectRatio: { width: image.width, height: image.height },
      });
    }
    return { $type: 'app.bsky.embed.images', images };
  }
  if (!post.card) return null;
  const { url, title, description, image } = post.card;
  const bytes = image && (await readImage(connection, image));
  const thumb = image && bytes && bytes.length <= maxThumbBytes ? await upload(agent, image, bytes) : null;
  return { $type: 'app.bsky.embed.external', external: { uri: url, title, description, ...(thumb && { thumb }) } };
}

/** The same bytes get the same reference however often they are uploaded. */
async function upload(agent: Agent, image: OutgoingImage, bytes: Uint8Array): Promise<BlobRef> {
  const { data } = await agent.com.atproto.repo.uploadBlob(bytes, { encoding: image.mime });
  if (data.blob.size !== bytes.length) {
    throw new ServiceFailure('The service stored an image other than the one it was given', {
      status: null,
      sent: true,
    });
  }
  return data.blob;
}
