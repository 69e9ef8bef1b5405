import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type { Image } from '@mobilise/contracts/image';
import type { Item } from '@mobilise/contracts/items';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import type { Following, PostContent } from '@mobilise/contracts/post-content';
import { useState } from 'react';
import { type Below, belowOf } from './composing.ts';

/**
 * The content of a post in the hands of somebody who changes it: as it would be saved, and what `ContentFields` and, for what
 * follows it, `ThreadFields` need.
 */
export function useContent(
  post: { channelKind: Channel['kind']; content: PostContent },
  item: Pick<Item, 'kind' | 'content' | 'slug'> | null,
  channels: readonly Channel[],
) {
  const site = channels.find(({ kind }) => kind === 'newsroom');
  const page = post.content.link ?? (site && item ? `${site.address.replace(/\/$/, '')}/${item.slug}` : null);
  const offered = item ? kindOf(item.kind).images(item.content as ItemContent) : [];
  const [text, setText] = useState(post.content.text);
  const [below, setBelow] = useState<Below>(belowOf(post.content));
  const [images, setImages] = useState<readonly Image[]>(
    post.content.images.length > 0 ? post.content.images : offered.slice(0, 1),
  );
  const [thread, setThread] = useState<readonly Following[]>(post.content.thread ?? []);
  const content: PostContent = {
    text,
    images: below === 'images' ? [...images] : [],
    link: below === 'link' ? page : null,
  };
  // A comment has words and nothing else.
  const isComment = post.content.part !== undefined && channelKindOf(post.channelKind).thread?.noun === 'comment';
  const fields = {
    rest: isComment ? ('none' as const) : ('chosen' as const),
    text,
    onText: setText,
    below,
    onBelow: setBelow,
    images,
    onImages: (next: readonly Image[]) => setImages([...next]),
    offered,
    page,
  };
  const following = { content, onText: setText, thread, onThread: setThread, offered };
  return { content, fields, following };
}
