import { z } from 'zod';
import type { Finding, OutgoingPost } from './adapter.ts';
import type { Account } from './linkedin-api.ts';
import { uploadedFor } from './linkedin-media.ts';
import { readAnswer } from './linkedin-request.ts';
import { readLittleText } from './linkedin-text.ts';

/** Milliseconds that LinkedIn’s clock may be off from ours. */
const uncertainty = 60_000;
const pageSize = 50;
/** Pages looked through before it is said that nobody knows: more posts than anybody makes in a day. */
const mostPages = 10;

const content = z.object({
  media: z.object({ id: z.string() }).optional(),
  multiImage: z.object({ images: z.array(z.object({ id: z.string() })) }).optional(),
  article: z.object({ thumbnail: z.string().optional() }).optional(),
});
const remotePost = z.object({
  id: z.string(),
  author: z.string(),
  commentary: z.string().default(''),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  lastModifiedAt: z.number().optional(),
  content: content.optional().catch(undefined),
});
type RemotePost = z.infer<typeof remotePost>;
const list = z.object({ elements: z.array(remotePost) });

/** The address of a post. */
export function whereabouts(urn: string): { remoteId: string; remoteUrl: string } {
  return { remoteId: urn, remoteUrl: `https://www.linkedin.com/feed/update/${urn}/` };
}

/**
 * Whether the page has made a post since a send began (RFC 3339, by our clock). Its images were uploaded for it and are shown
 * by nothing else, so they tell for certain, as does the picture of a card where it is told; without only the words can, and then one post with these words is taken
 * for it, and of several nobody knows. Throws ServiceFailure.
 */
export async function findPost(account: Account, post: OutgoingPost, since: string): Promise<Finding> {
  const earliest = Date.parse(since) - uncertainty;
  const same: RemotePost[] = [];
  for (let index = 0; ; index += 1) {
    if (index === mostPages) return { found: 'unknown', message: 'The page has too many new posts to look through' };
    const elements = await listPosts(account, index * pageSize);
    same.push(...elements.filter((one) => one.createdAt >= earliest && saysTheSame(one, post)));
    // In the order of their last change, so nothing behind it was made later.
    const oldest = elements.at(-1);
    if (elements.length < pageSize || !oldest || (oldest.lastModifiedAt ?? oldest.createdAt) < earliest) break;
  }
  const urns = uploadedFor(post).map(({ urn }) => urn);
  const certain = same.filter((one) => shownOf(one).some((id) => id !== undefined && urns.includes(id)));
  // The picture of a card helps to tell several apart; images have to be there.
  const isAllShown = post.images.length > 0 && urns.length > 0;
  const [one, another] = new Map(
    (isAllShown || certain.length > 0 ? certain : same).map((each) => [each.id, each]),
  ).values();
  if (!one) return { found: 'absent' };
  if (!another) return { found: 'published', ...whereabouts(one.id) };
  return {
    found: 'different',
    message: 'The page has several new posts with these words; it cannot be told which of them, if any, is this one.',
  };
}

/** The post that a refusal says is the same, if it was made for this one: not before it was due. Throws ServiceFailure. */
export async function findTwin(account: Account, post: OutgoingPost, urn: string): Promise<string | null> {
  const twin = await readAnswer(await account.call(`/rest/posts/${encodeURIComponent(urn)}`), remotePost);
  const isOurs = twin.author === account.organization && saysTheSame(twin, post);
  return isOurs && twin.createdAt >= Date.parse(post.createdAt) - uncertainty ? twin.id : null;
}

async function listPosts({ call, organization }: Account, start: number): Promise<RemotePost[]> {
  const query = `author=${encodeURIComponent(organization)}&q=author&count=${pageSize}&start=${start}&sortBy=LAST_MODIFIED`;
  return (await readAnswer(await call(`/rest/posts?${query}`), list)).elements;
}

function saysTheSame(remote: RemotePost, post: OutgoingPost): boolean {
  const { media, multiImage } = remote.content ?? {};
  const images = multiImage?.images.length ?? (media ? 1 : 0);
  return images === post.images.length && readLittleText(remote.commentary) === post.text.replace(/\s+/g, ' ').trim();
}

/** The images that a post shows, or the picture of its card. */
function shownOf({ content: of }: RemotePost): (string | undefined)[] {
  return [of?.media?.id, ...(of?.multiImage?.images.map(({ id }) => id) ?? []), of?.article?.thumbnail];
}
