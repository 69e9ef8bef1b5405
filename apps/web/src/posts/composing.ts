import { type Limits, mostText } from '@mobilise/contracts/channel-kinds/kind';
import { type ChannelKindName, channelKindOf, countText, outgoingText } from '@mobilise/contracts/channels';
import type { Image } from '@mobilise/contracts/image';
import type { Following, PostContent } from '@mobilise/contracts/post-content';
import { limitsOfParts, postMisfits, threadMisfits, threadRefusal } from '@mobilise/contracts/threads';
import { findThere, type There } from './there-words.ts';

/** What stands below the words where a channel shows either a link card or images. */
export type Below = 'link' | 'images' | 'nothing';

/** What one channel gets, as it is being written. */
export interface Part {
  isChosen: boolean;
  /** Words of its own; null while it takes the words for all. */
  own: string | null;
  below: Below;
  images: readonly Image[];
  /** What follows it, each part answering the one before. */
  thread: readonly Following[];
}

/** One item on its way to several channels. */
export interface Composition {
  /** The words for all that have none of their own. */
  text: string;
  /** The words that the item proposes for it. */
  proposed: string;
  /** The images of the item, with the alt text that it proposes for each. */
  offered: readonly Image[];
  parts: Readonly<Record<string, Part>>;
  /** The post of each channel that a try was made for: another try is about the same one. */
  postIds: Readonly<Record<string, string>>;
}

export interface ComposerChannel {
  id: string;
  kind: ChannelKindName;
  isReady: boolean;
}

export type ComposerEvent =
  | { type: 'wrote'; text: string }
  | { type: 'wrote-own'; channelId: string; text: string | null }
  | { type: 'proposed'; text: string; images: readonly Image[] }
  | { type: 'chose'; channelIds: readonly string[] }
  | { type: 'put-below'; channelId: string; below: Below }
  | { type: 'took-images'; channelId: string; images: readonly Image[] }
  | { type: 'followed'; channelId: string; thread: readonly Following[] }
  | { type: 'restored'; composition: Composition };

/** The words that an item proposes. */
export const proposedText = ({ title, summary }: { title: string; summary: string }) =>
  [title, summary].filter((part) => part.trim()).join('\n\n');

/** The start: title and summary for all, the link where there will be a page to link to, else the item's images. */
export function startComposing(
  item: { title: string; summary: string; images: readonly Image[] },
  channels: readonly ComposerChannel[],
  hasPage: boolean,
): Composition {
  return {
    text: proposedText(item),
    proposed: proposedText(item),
    offered: item.images,
    parts: Object.fromEntries(
      channels.map(({ id, kind, isReady }) => [
        id,
        {
          // A letter to every subscriber is chosen, never left in.
          isChosen: isReady && kind !== 'email',
          own: null,
          below: hasPage && channelKindOf(kind).linkCard ? 'link' : item.images.length > 0 ? 'images' : 'nothing',
          images: item.images.slice(0, channelKindOf(kind).limits.images?.max ?? 0),
          thread: [],
        } satisfies Part,
      ]),
    ),
    postIds: {},
  };
}

/** A second post of the item on a channel that has one, or is to get one, is chosen, never left in. */
export function withoutThere(composition: Composition, posts: readonly There[]): Composition {
  const { parts, postIds } = composition;
  const channelIds = Object.keys(parts).filter(
    (id) => parts[id]?.isChosen && findThere(posts, id, postIds[id]).length === 0,
  );
  return stepComposing(composition, { type: 'chose', channelIds });
}

export function stepComposing(composition: Composition, event: ComposerEvent): Composition {
  const change = (channelId: string, changes: Partial<Part>): Composition => {
    const part = composition.parts[channelId];
    return part
      ? { ...composition, parts: { ...composition.parts, [channelId]: { ...part, ...changes } } }
      : composition;
  };
  switch (event.type) {
    case 'wrote':
      return { ...composition, text: event.text };
    case 'proposed': {
      // Words that nobody touched follow the item; what somebody wrote stays.
      const text = composition.text === composition.proposed ? event.text : composition.text;
      const follow = <T extends { images: readonly Image[] }>(one: T): T => ({
        ...one,
        images: one.images.map((image) => described(image, composition.offered, event.images)),
      });
      const parts = Object.fromEntries(
        Object.entries(composition.parts).map(([id, part]) => [
          id,
          { ...follow(part), thread: part.thread.map(follow) },
        ]),
      );
      return { ...composition, text, proposed: event.text, offered: event.images, parts };
    }
    case 'wrote-own':
      return change(event.channelId, { own: event.text });
    case 'put-below':
      return change(event.channelId, { below: event.below });
    case 'took-images':
      return change(event.channelId, { images: event.images });
    case 'followed':
      return change(event.channelId, { thread: event.thread });
    case 'chose':
      return {
        ...composition,
        parts: Object.fromEntries(
          Object.entries(composition.parts).map(([id, part]) => [
            id,
            { ...part, isChosen: event.channelIds.includes(id) },
          ]),
        ),
      };
    case 'restored':
      // A channel that was connected since then keeps its start.
      return { ...event.composition, parts: { ...composition.parts, ...kept(composition, event.composition) } };
  }
}

/** An image with the alt text that is proposed for it now, where it had the one that was proposed before. */
function described(image: Image, before: readonly Image[], now: readonly Image[]): Image {
  const [was, is] = [before, now].map((images) => images.find(({ assetId }) => assetId === image.assetId)?.alt);
  return is !== undefined && image.alt === was ? { ...image, alt: is } : image;
}

const kept = (present: Composition, old: Composition) =>
  Object.fromEntries(Object.entries(old.parts).filter(([id]) => id in present.parts));

/** What a channel gets of it. A channel that shows the item itself gets nothing beside it. */
export function contentOf(
  composition: Composition,
  channel: { id: string; kind: ChannelKindName },
  page: string | null,
): PostContent {
  const part = composition.parts[channel.id];
  if (!part || !channelKindOf(channel.kind).limits.text) return { text: '', images: [], link: null };
  return {
    text: part.own ?? composition.text,
    images: part.below === 'images' ? [...part.images] : [],
    link: part.below === 'link' ? page : null,
    ...(part.thread.length > 0 && { thread: [...part.thread] }),
  };
}

export interface Counts {
  used: number;
  limit: number;
  /** Characters left, in the channel's own counting; negative when over. */
  left: number;
  /** All that the channel would refuse, as sentences. */
  problems: string[];
}

/** The live count of a text against its channel, by the channel's own limits where it has some; null where it counts nothing. */
export function countContent(
  kind: ChannelKindName,
  content: PostContent,
  limits: Limits = channelKindOf(kind).limits,
): Counts | null {
  const { text } = content.part === undefined ? limits : limitsOfParts(kind, limits);
  if (!text) return null;
  const used = countText(kind, outgoingText(kind, content));
  const limit = mostText(text, content.images);
  return { used, limit, left: limit - used, problems: postMisfits(kind, content, limits) };
}

/**
 * The name of a channel that would refuse the content as it is, with the parts that are in the way where there are several:
 * `Our news (part 2)`; null where it takes all of it.
 */
export function sayMisfit(
  { name, kind, limits }: { name: string; kind: ChannelKindName; limits: Limits },
  content: PostContent,
): string | null {
  const { thread = [], part = 1 } = content;
  const { problems = [] } = countContent(kind, content, limits) ?? {};
  const following = threadMisfits(kind, content, limits).map(({ index }) => index + 1 + part);
  if (problems.length === 0 && following.length === 0 && threadRefusal(kind, content) === null) return null;
  const numbers = [...new Set([...(problems.length > 0 ? [part] : []), ...following])];
  if (thread.length === 0 || numbers.length === 0) return name;
  const places =
    channelKindOf(kind).thread?.noun === 'comment'
      ? list.format(numbers.map((number) => (number === 1 ? 'the post' : 'the first comment')))
      : `${numbers.length === 1 ? 'part' : 'parts'} ${list.format(numbers.map(String))}`;
  return `${name} (${places})`;
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const belowOf = ({ link, images }: PostContent): Below =>
  link ? 'link' : images.length > 0 ? 'images' : 'nothing';
