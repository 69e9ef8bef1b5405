import type { Channel } from '@mobilise/contracts/channels';
import type { Item } from '@mobilise/contracts/items';
import { type Image, type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import type { PostContent } from '@mobilise/contracts/posts';
import { useState } from 'react';
import { type Below, belowOf } from './composing.ts';

/** The content of a post in the hands of somebody who changes it: as it would be saved, and what `ContentFields` needs. */
export function useContent(
  post: { content: PostContent },
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
  const content: PostContent = {
    text,
    images: below === 'images' ? [...images] : [],
    link: below === 'link' ? page : null,
  };
  const fields = {
    text,
    onText: setText,
    below,
    onBelow: setBelow,
    images,
    onImages: (next: readonly Image[]) => setImages([...next]),
    offered,
    page,
  };
  return { content, offered, fields };
}
