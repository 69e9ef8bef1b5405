import { type Limits, mostText } from '@mobilise/contracts/channel-kinds/kind';
import { type ChannelKindName, channelKindOf, countText, outgoingText } from '@mobilise/contracts/channels';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { kindOf } from '@mobilise/contracts/kinds';
import type { PostContent } from '@mobilise/contracts/post-content';
import { Problem } from '@mobilise/contracts/problems';
import { postMisfits, threadMisfits, threadRefusal } from '@mobilise/contracts/threads';
import { channels } from '@mobilise/db/schema/channels';
import { assets } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { mayOrThrow, type Scope } from '../scope.ts';
import { uploadedOrThrow } from '../uploaded.ts';
import type { Place, RevisionRow } from './locks.ts';

/**
 * The words that somebody wrote for a post, at the place where it stands: what it answers, and which part of a thread it is, are not
 * up for change. Problem `invalid_request` for words that would answer something else.
 */
export function inItsPlace<T extends PostContent>(written: T, { replyTo, part }: PostContent): T {
  if (written.replyTo && written.replyTo !== replyTo) {
    const message = 'What a post answers stays as it was made. Leave this out';
    throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.content.replyTo', message }] });
  }
  return { ...written, ...(replyTo && { replyTo }), ...(part && { part }) };
}

/**
 * What a channel gets when nobody wrote for it: title and summary within its limit, with a link to the item's newsroom
 * page when a post of it is or will be there, else with the item's own images. The newsroom shows the item itself.
 * @param publicUrl origin of this installation
 */
export async function defaultContent(
  scope: Scope,
  publicUrl: string,
  { item, channel }: Place,
  revision: RevisionRow,
): Promise<PostContent> {
  const { linkCard } = channelKindOf(channel.kind);
  const { limits } = channel;
  if (!limits.text) return { text: '', images: [], link: null };
  const link = linkCard ? await newsroomPage(scope, publicUrl, item) : null;
  const images = link
    ? []
    : kindOf(item.kind)
        .images(revision.content)
        .slice(0, limits.images?.max ?? 0);
  const taken = countText(channel.kind, outgoingText(channel.kind, { text: '…', images: [], link })) - 1;
  const text = fitted(channel.kind, [revision.title, revision.summary].filter((part) => part.trim()).join('\n\n'), {
    ...limits.text,
    max: mostText(limits.text, images) - taken,
  });
  return { text, images, link };
}

async function newsroomPage(
  scope: Scope,
  publicUrl: string,
  item: { id: string; slug: string },
): Promise<string | null> {
  const [site] = await scope.db
    .select({ slug: sql<string>`${channels.config}->>'slug'` })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(
      and(
        eq(posts.workspaceId, scope.workspaceId),
        eq(posts.itemId, item.id),
        eq(channels.kind, 'newsroom'),
        sql`${posts.state} not in ('cancelled', 'failed', 'removed')`,
      ),
    )
    .orderBy(posts.id)
    .limit(1);
  return site ? `${publicUrl}/news/${site.slug}/${item.slug}` : null;
}

const words = new Intl.Segmenter('en', { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** Text cut at the end of a word to what a channel takes, with an ellipsis when something is missing. */
function fitted(kind: ChannelKindName, text: string, limit: NonNullable<Limits['text']>): string {
  const most = limit.bytes ?? Number.POSITIVE_INFINITY;
  if (countText(kind, text) <= limit.max && encoder.encode(text).length <= most) return text;
  let kept = '';
  let bytes = encoder.encode('…').length;
  let left = limit.max - 1;
  for (const { segment } of words.segment(text)) {
    bytes += encoder.encode(segment).length;
    left -= countText(kind, segment);
    if (left < 0 || bytes > most) break;
    kept += segment;
  }
  const end = kept.search(/\s+\S*$/);
  return `${(end > 0 ? kept.slice(0, end) : kept).trimEnd()}…`;
}

/** Every image of a post and of what follows it, with the name of its field. */
const imagesOf = ({ images, thread = [] }: PostContent) =>
  [
    { images, field: 'body.content' },
    ...thread.map(({ images }, at) => ({ images, field: `body.content.thread.${at}` })),
  ].flatMap(({ images, field }) =>
    images.map(({ assetId }, at) => ({ assetId, field: `${field}.images.${at}.assetId` })),
  );

/** The uploads in a post's own words, beside those of the revision it stands on. */
export const uploadsIn = (content: PostContent): string[] => imagesOf(content).map(({ assetId }) => assetId);

/** Every image must be an upload of this workspace. Problem `invalid_request` names those that are not. */
export async function ownImagesOrThrow(scope: Scope, content: PostContent): Promise<void> {
  const used = imagesOf(content);
  if (used.length === 0) return;
  const wanted = [...new Set(used.map(({ assetId }) => assetId))];
  const found = await scope.db
    .select({ id: assets.id })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), inArray(assets.id, wanted), isNull(assets.deletedAt)))
    // Nobody removes one of them before this is committed.
    .for('key share');
  const known = new Set(found.map(({ id }) => id));
  const fields = used.flatMap(({ assetId, field }) =>
    known.has(assetId) ? [] : [{ field, message: 'There is no such upload' }],
  );
  if (fields.length > 0)
    throw new Problem('invalid_request', 'An image of this post is not an upload of this workspace.', { fields });
}

/** Problem `does_not_fit_channel` where a channel takes no thread, or none of so many parts; nothing else about it is looked at. */
export function threadOrThrow({ kind }: Pick<Place['channel'], 'kind'>, content: PostContent): void {
  const message = threadRefusal(kind, content);
  if (message)
    throw new Problem('does_not_fit_channel', `${message}.`, { fields: [{ field: 'body.content.thread', message }] });
}

/** Problem `does_not_fit_channel` says all that the channel would refuse, of the post and of each part that follows it. */
export function mustFit({ kind, limits }: Place['channel'], content: PostContent): void {
  threadOrThrow({ kind }, content);
  const noun = channelKindOf(kind).thread?.noun === 'comment' ? 'The comment' : null;
  const own = postMisfits(kind, content, limits).map((message) => ({ field: 'body.content', message, said: message }));
  const parts = threadMisfits(kind, content, limits).map(({ index, message }) => ({
    field: `body.content.thread.${index}.text`,
    message,
    said: `${noun ?? `Part ${index + 1 + (content.part ?? 1)}`}: ${message}`,
  }));
  const problems = [...own, ...parts];
  if (problems.length === 0) return;
  throw new Problem('does_not_fit_channel', problems.map(({ said }) => said).join(' '), {
    fields: problems.map(({ field, message }) => ({ field, message })),
  });
}

/**
 * Problem `alternatives_missing` unless everything has its alternative or a reason overrides that; answers the reason to
 * keep, null when none was needed. Giving a new reason takes the role for it. Problem `wrong_state` where the recording, film or
 * artwork itself is not there.
 */
export function alternativesOrThrow(
  scope: Scope,
  kind: ItemKind,
  revision: RevisionRow,
  content: PostContent,
  given: { override?: string | undefined; kept: string | null },
): string | null {
  if (given.override !== undefined) mayOrThrow(scope, 'posts.override');
  uploadedOrThrow(kind, revision.content);
  const missing = [...kindOf(kind).missing(revision.content)];
  const isBare = ({ images }: Pick<PostContent, 'images'>) => images.some(({ alt }) => !alt.trim());
  if (isBare(content)) missing.push('Describe every image of the post in its alt text.');
  for (const [index, part] of (content.thread ?? []).entries())
    if (isBare(part)) missing.push(`Describe every image of part ${index + 1 + (content.part ?? 1)} in its alt text.`);
  if (missing.length === 0) return null;
  const reason = given.override ?? given.kept;
  if (reason) return reason;
  throw new Problem('alternatives_missing', missing.join(' '), { extra: { missing } });
}
