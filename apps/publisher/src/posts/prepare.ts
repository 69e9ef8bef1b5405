import type { OutgoingImage, OutgoingItem, OutgoingPost } from '@mobilise/channels/adapter';
import { handleFor } from '@mobilise/channels/registry';
import type { Limits } from '@mobilise/contracts/channel-kinds/kind';
import { type ChannelKindName, channelKindNames, channelKindOf } from '@mobilise/contracts/channels';
import { escapeHtml } from '@mobilise/contracts/document';
import type { Image } from '@mobilise/contracts/image';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import type { PostContent } from '@mobilise/contracts/post-content';
import { wholeWords } from '@mobilise/contracts/whole-item';
import { pageOfItem } from '@mobilise/db/item-page';
import { coverFor } from '@mobilise/db/rights';
import { MediaError } from '@mobilise/media-processing/errors';
import type { Publisher } from '../publisher.ts';
import type { Claimed } from './claim.ts';
import { cardImage, fitImage, imageBudget, letterBudget } from './images.ts';
import type { Ready } from './intend.ts';

/** A post that can never go out as it is, and what to do about it. */
export interface Unfit {
  id: string;
  fence: number;
  message: string;
  advice: string;
}

/** The language of what teams write; platforms use it for filters and translation. */
const language = 'en';

/** What a post is made from. */
export interface Row {
  id: string;
  kind: ChannelKindName;
  /** What the platform said that it accepts, where it says so. */
  limits: Limits | null;
  content: PostContent;
  payload: OutgoingPost | null;
  progress: OutgoingPost['progress'];
  handle: string | null;
  /** Milliseconds since 1970. */
  due: number;
  title: string;
  summary: string;
  itemKind: ItemKind;
  slug: string;
  /** Only where it is shown whole, or a link card may need its first picture. */
  revision: ItemContent | null;
  /** The cover of its show, in the same places, of an episode without one of its own. */
  cover: Image | null;
  /** Path of the item's page on the newsroom site, where it is or will be there. */
  page: string | null;
  /** The remote id of the post that it answers, while that is out. */
  replyTo: string | null;
}

/** A post answers one that is not out any more. */
class NothingToAnswer extends Error {}

/** Kinds of channel that show the item itself. */
export const showItems = channelKindNames.filter((kind) => channelKindOf(kind).shows === 'item');
/** Bytes of a picture where the channel names no limit: what an untouched WordPress takes (upload_max_filesize, 2 MB). */
const modest = 2_000_000;

/**
 * Makes what goes out for a batch of claimed posts of remote channels: frozen payloads as they are, the others from
 * their content. A picture that is gone or damaged makes its post unfit and no other. What fails for a reason of ours is
 * left out: it stays claimed, and is tried again when its lease ends.
 */
export async function prepare(
  publisher: Publisher,
  claims: readonly Claimed[],
): Promise<{ ready: Ready[]; unfit: Unfit[] }> {
  const rows = new Map(
    (
      await load(
        publisher,
        claims.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  const ready: Ready[] = [];
  const unfit: Unfit[] = [];
  await Promise.all(
    claims.map(async ({ id, fence }) => {
      const row = rows.get(id);
      if (!row) return;
      try {
        const payload = row.payload ?? (await freeze(publisher, row));
        // Here a store of files that is away costs time; between intent and send it would leave nobody knowing.
        for (const { sha256 } of picturesOf(payload)) await publisher.storage.path(sha256);
        ready.push({ id, fence, payload: { ...payload, progress: row.progress } });
      } catch (error) {
        if (error instanceof MediaError)
          unfit.push({
            id,
            fence,
            message: error.detail,
            advice: 'Choose another picture for this post, or leave it out; then schedule it again.',
          });
        else if (error instanceof NothingToAnswer)
          unfit.push({
            id,
            fence,
            message: 'The post that it answers is not there any more, or its name there is not known.',
            advice: 'Cancel it, or publish its words as a post of their own.',
          });
        else publisher.log.error({ post: id, error }, 'Could not be prepared; it is tried again when its lease ends');
      }
    }),
  );
  return { ready, unfit };
}

/** Does the slow part for posts that are soon due, so that they leave on time. What goes wrong here is met again, and told, at the instant. */
export async function prepareAhead(publisher: Publisher, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const row of await load(publisher, ids)) {
    if (!row.payload) await freeze(publisher, row).catch(() => undefined);
  }
}

async function load({ sql }: Publisher, ids: readonly string[]): Promise<Row[]> {
  return sql<Row[]>`
    select p.id, c.kind, c.limits, p.content, p.payload, p.progress, p.handle, r.title, r.summary, i.kind as "itemKind", i.slug,
      (extract(epoch from coalesce(p.due_at, p.send_at)) * 1000)::float8 as due,
      case when p.payload is null and (p.content->>'link' is not null or c.kind = any(${showItems})) then r.content end as revision,
      case when p.payload is null and (p.content->>'link' is not null or c.kind = any(${showItems})) then ${sql.unsafe(coverFor('r.id'))} end as cover,
      case when p.payload is null and c.kind = any(${showItems}) then ${sql.unsafe(pageOfItem('i'))} end as page,
      case when p.payload is null then (
        select case when o.channel_id = p.channel_id and o.state = 'published' then o.remote_id end
        from posts o where o.id = (p.content->>'replyTo')::uuid
      ) end as "replyTo"
    from posts p
      join channels c on c.id = p.channel_id
      join revisions r on r.id = p.revision_id
      join items i on i.id = p.item_id
    where p.id = any(${[...ids]}::uuid[])`;
}

/** What goes out, made from what it stands on. Throws MediaError for a picture that is gone or damaged. */
export async function freeze(publisher: Publisher, row: Row): Promise<OutgoingPost> {
  if (row.content.replyTo && row.replyTo === null) throw new NothingToAnswer();
  const { images: imageLimits } = row.limits ?? channelKindOf(row.kind).limits;
  const createdAt = new Date(row.due).toISOString();
  const { text, images, link } = row.content;
  const originals = images.length > 0 ? await originalsOf(publisher, images) : [];
  return {
    postId: row.id,
    handle: row.handle ?? handleFor(row.kind, { postId: row.id, dueAt: createdAt }),
    createdAt,
    text,
    language,
    images: await Promise.all(
      originals.map(async ({ alt, sha256 }) => ({
        alt,
        ...(await fitImage(publisher, sha256, imageBudget(imageLimits?.bytes ?? Number.MAX_SAFE_INTEGER))),
      })),
    ),
    item:
      channelKindOf(row.kind).shows === 'item' && row.revision ? await wholeItem(publisher, row, row.revision) : null,
    progress: null,
    ...(row.replyTo !== null && { replyTo: row.replyTo }),
    card: link && images.length === 0 && !text.includes(link) ? await card(publisher, row, link) : null,
  };
}

async function card(publisher: Publisher, row: Row, url: string): Promise<OutgoingPost['card']> {
  const { title, summary } = row;
  const [first] = shownImages(row);
  const bare = { url, title, description: summary, image: null };
  if (!first) return bare;
  const [original] = await originalsOf(publisher, [first]);
  if (!original) return bare;
  const image: OutgoingImage = { alt: first.alt, ...(await cardImage(publisher, first.assetId, original.sha256)) };
  return { ...bare, image };
}

/** The images of an item, the one that stands for it first, as on the site: that of an episode without a cover is its show's. */
const shownImages = ({ itemKind, revision, cover }: Row): Image[] => [
  ...(cover ? [cover] : []),
  ...(revision ? kindOf(itemKind).images(revision) : []),
];

async function wholeItem(publisher: Publisher, row: Row, content: ItemContent): Promise<OutgoingItem> {
  const uses = shownImages(row);
  const originals = await originalsOf(publisher, uses);
  const budget = (row.kind === 'email' ? letterBudget : imageBudget)(
    (row.limits ?? channelKindOf(row.kind).limits).images?.bytes ?? modest,
  );
  const images: Record<string, OutgoingImage> = {};
  for (const [index, { assetId, alt }] of uses.entries())
    images[assetId] ??= { alt, ...(await fitImage(publisher, originals[index]?.sha256 ?? '', budget)) };
  const url = row.page && `${publisher.settings.publicUrl}/news/${row.page}`;
  return {
    title: row.title,
    summary: row.summary,
    slug: row.slug,
    ...wholeWords(row.itemKind, content, assetFigure, url),
    images,
    leadImage: uses[0]?.assetId ?? null,
    url,
  };
}

/** Every picture that goes out with a post. */
function picturesOf({ images, card, item }: OutgoingPost): OutgoingImage[] {
  return [...images, ...(card?.image ? [card.image] : []), ...Object.values(item?.images ?? {})];
}

/** An image whose address the channel puts in. */
function assetFigure({
  assetId,
  alt,
  caption,
}: {
  assetId: string;
  alt: string;
  caption?: string | undefined;
}): string {
  const words = caption ? `<figcaption>${escapeHtml(caption)}</figcaption>` : '';
  return `<figure><img src="asset:${assetId}" alt="${escapeHtml(alt)}">${words}</figure>`;
}

async function originalsOf({ sql }: Publisher, images: readonly Image[]): Promise<{ alt: string; sha256: string }[]> {
  const rows = await sql<
    { id: string; sha256: string }[]
  >`select id, sha256 from assets where id = any(${images.map(({ assetId }) => assetId)}::uuid[])`;
  const byId = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  return images.map(({ assetId, alt }) => {
    const sha256 = byId.get(assetId);
    if (!sha256) throw new MediaError('media_missing', 'A picture of this post has been removed.');
    return { alt, sha256 };
  });
}
