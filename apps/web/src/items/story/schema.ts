import type { Extensions } from '@tiptap/core';
import { Node } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { isLinkTarget } from './link-target.ts';

/** An image of a story: which upload, the words for people who cannot see it, and a caption for everybody. */
export const imageNode = Node.create({
  name: 'image',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    assetId: {
      default: null,
      parseHTML: (element) => element.getAttribute('data-asset'),
      renderHTML: ({ assetId }) => ({ 'data-asset': assetId }),
    },
    alt: { default: '', parseHTML: (element) => element.getAttribute('alt') ?? '', renderHTML: ({ alt }) => ({ alt }) },
    caption: {
      default: '',
      parseHTML: (element) => element.getAttribute('data-caption') ?? '',
      renderHTML: ({ caption }) => ({ 'data-caption': caption }),
    },
  }),
  // Only images copied within Mobilise; an image of another site is not ours to publish and has no upload.
  parseHTML: () => [{ tag: 'img[data-asset]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
});

/** The nodes and marks of a story and nothing else, as `document.ts` closes the set. */
export const storyExtensions = (image = imageNode): Extensions => [
  StarterKit.configure({
    heading: { levels: [2, 3, 4] },
    code: false,
    codeBlock: false,
    strike: false,
    underline: false,
    link: {
      openOnClick: false,
      autolink: true,
      defaultProtocol: 'https',
      isAllowedUri: (href) => isLinkTarget(href),
      HTMLAttributes: { target: null, rel: null },
    },
  }),
  image,
];
