import type { Document, DocumentNode, Mark } from '@mobilise/contracts/document';
import type { JSONContent } from '@tiptap/core';
import { isLinkTarget } from './link-target.ts';

/** How deep lists and quotes may nest, as `document.ts` bounds it. */
const deepest = 6;

/** What the editor holds, as a document of the contract: unknown nodes, marks and attributes are left out, their words stay. */
export function toDocument(json: JSONContent): Document {
  const content = blocks(json.content, deepest);
  // The editor keeps an empty line below an image at the end, to write on; it is no part of the story.
  while (content.length > 1 && isBlank(content.at(-1))) content.pop();
  return { type: 'doc', content };
}

/** A document of the contract as the editor's schema wants it: what must not be empty gets an empty paragraph. */
export function fromDocument(document: Document): JSONContent {
  return { type: 'doc', content: orParagraph(document.content.flatMap(editorNode)) };
}

function blocks(content: readonly JSONContent[] | undefined, depth: number): DocumentNode[] {
  return (content ?? []).flatMap((node) => block(node, depth));
}

function block(node: JSONContent, depth: number): DocumentNode[] {
  const attrs = node.attrs ?? {};
  switch (node.type) {
    case 'paragraph':
      return [withContent({ type: 'paragraph' }, inlines(node.content))];
    case 'heading': {
      const level = Math.min(4, Math.max(2, Number(attrs['level']) || 2)) as 2 | 3 | 4;
      return [withContent({ type: 'heading', attrs: { level } }, inlines(node.content))];
    }
    case 'horizontalRule':
      return [{ type: 'horizontalRule' }];
    case 'image': {
      const assetId: unknown = attrs['assetId'];
      if (typeof assetId !== 'string') return [];
      const caption = String(attrs['caption'] ?? '');
      return [{ type: 'image', attrs: { assetId, alt: String(attrs['alt'] ?? ''), ...(caption && { caption }) } }];
    }
    case 'blockquote':
      return depth === 0
        ? blocks(node.content, 0)
        : [withContent({ type: 'blockquote' }, blocks(node.content, depth - 1))];
    case 'bulletList':
    case 'orderedList': {
      if (depth === 0) return (node.content ?? []).flatMap((item) => blocks(item.content, 0));
      const items = (node.content ?? []).map((item) =>
        withContent({ type: 'listItem' }, blocks(item.content, depth - 1)),
      );
      const start = Number(attrs['start']);
      if (node.type === 'bulletList') return [withContent({ type: 'bulletList' }, items)];
      return [
        withContent(
          { type: 'orderedList', ...(Number.isInteger(start) && start !== 1 && { attrs: { start } }) },
          items,
        ),
      ];
    }
    case 'text':
    case 'hardBreak':
      return [withContent({ type: 'paragraph' }, inlines([node]))];
    default:
      return blocks(node.content, depth);
  }
}

const isBlank = (node: DocumentNode | undefined) => node?.type === 'paragraph' && !node.content;

function inlines(content: readonly JSONContent[] | undefined): DocumentNode[] {
  return (content ?? []).flatMap((node): DocumentNode[] => {
    if (node.type === 'hardBreak') return [{ type: 'hardBreak' }];
    if (node.type !== 'text') return inlines(node.content);
    const text = (node.text ?? '').replaceAll('\0', '');
    if (!text) return [];
    const kept = marks(node.marks);
    return [{ type: 'text', text, ...(kept.length > 0 && { marks: kept }) }];
  });
}

function marks(all: JSONContent['marks']): Mark[] {
  const href: unknown = all?.find(({ type }) => type === 'link')?.attrs?.['href'];
  return [
    ...(typeof href === 'string' && isLinkTarget(href) ? [{ type: 'link' as const, attrs: { href } }] : []),
    ...(['bold', 'italic'] as const).filter((name) => all?.some(({ type }) => type === name)).map((type) => ({ type })),
  ];
}

function withContent<T extends DocumentNode>(node: T, content: DocumentNode[]): DocumentNode {
  return content.length > 0 ? ({ ...node, content } as DocumentNode) : node;
}

const paragraph: JSONContent = { type: 'paragraph' };
const orParagraph = (content: JSONContent[]) => (content.length > 0 ? content : [paragraph]);

function editorNode(node: DocumentNode): JSONContent[] {
  const inner = ('content' in node && node.content) || [];
  switch (node.type) {
    case 'bulletList':
    case 'orderedList':
      return inner.length > 0 ? [{ ...node, content: inner.flatMap(editorNode) } as JSONContent] : [];
    case 'listItem': {
      const content = inner.flatMap(editorNode);
      return [{ type: 'listItem', content: content[0]?.type === 'paragraph' ? content : [paragraph, ...content] }];
    }
    case 'blockquote':
      return [{ type: 'blockquote', content: orParagraph(inner.flatMap(editorNode)) }];
    default:
      return [node as JSONContent];
  }
}

/** How many words a document has, as people count: what stands between spaces. */
export function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
