import { z } from 'zod';
import { id, text } from './fields.ts';
import { maxAltText } from './image.ts';

/**
 * The body of a story: a closed set of ProseMirror nodes, as the editor makes them. HTML is never accepted and never
 * stored; it is made from this, so there is nothing to sanitise but what this schema lets through.
 */
export interface Mark {
  type: 'bold' | 'italic' | 'link';
  attrs?: { href: string } | undefined;
}
export type DocumentNode =
  | { type: 'text'; text: string; marks?: Mark[] | undefined }
  | { type: 'hardBreak' }
  | { type: 'horizontalRule' }
  | { type: 'image'; attrs: { assetId: string; alt: string; caption?: string | undefined } }
  | { type: 'heading'; attrs: { level: 2 | 3 | 4 }; content?: DocumentNode[] | undefined }
  | { type: 'orderedList'; attrs?: { start?: number | undefined } | undefined; content?: DocumentNode[] | undefined }
  | { type: 'paragraph' | 'bulletList' | 'listItem' | 'blockquote'; content?: DocumentNode[] | undefined };
export interface Document {
  type: 'doc';
  content: DocumentNode[];
}

/** The only link targets a story may carry. */
export const linkTarget = z
  .string()
  .max(2048)
  .refine(
    (href) =>
      /^(https?:\/\/[^\s]+|mailto:[^\s]+|tel:[+\d][\d\s()-]*)$/i.test(href) &&
      (!/^http/i.test(href) || URL.canParse(href)),
    'Link to a web page, an e-mail address or a telephone number',
  );

const mark = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bold') }),
  z.object({ type: z.literal('italic') }),
  z.object({ type: z.literal('link'), attrs: z.object({ href: linkTarget }) }),
]);

const inline = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: text(100_000).min(1), marks: z.array(mark).max(3).optional() }),
  z.object({ type: z.literal('hardBreak') }),
]);
const inlines = z.array(inline).max(5000).optional();
const paragraph = z.object({ type: z.literal('paragraph'), content: inlines });
const heading = z.object({
  type: z.literal('heading'),
  attrs: z.object({ level: z.union([z.literal(2), z.literal(3), z.literal(4)]) }),
  content: inlines,
});
const image = z.object({
  type: z.literal('image'),
  attrs: z.object({ assetId: id, alt: text(maxAltText), caption: text(500).optional() }),
});

/**
 * Depth is bounded so that no body can exhaust the stack: lists and quotes nest at most six deep. Named, so that the OpenAPI
 * document says each depth once instead of threefold in every depth above.
 */
function blocks(depth: number): z.ZodType<DocumentNode> {
  const leaf = [paragraph, heading, image, z.object({ type: z.literal('horizontalRule') })] as const;
  if (depth === 0)
    return z.discriminatedUnion('type', [...leaf]).meta({ id: 'StoryBlock0' }) as unknown as z.ZodType<DocumentNode>;
  const inner = z
    .array(blocks(depth - 1))
    .max(1000)
    .optional();
  const items = z
    .array(z.object({ type: z.literal('listItem'), content: inner }))
    .max(1000)
    .optional();
  return z
    .discriminatedUnion('type', [
      ...leaf,
      z.object({ type: z.literal('bulletList'), content: items }),
      z.object({
        type: z.literal('orderedList'),
        attrs: z.object({ start: z.number().int().optional() }).optional(),
        content: items,
      }),
      z.object({ type: z.literal('blockquote'), content: inner }),
    ])
    .meta({ id: `StoryBlock${depth}` }) as unknown as z.ZodType<DocumentNode>;
}

export const storyDocument = z.object({
  type: z.literal('doc'),
  content: z.array(blocks(6)).max(5000),
}) as unknown as z.ZodType<Document>;

export const emptyDocument: Document = { type: 'doc', content: [{ type: 'paragraph' }] };

/** Every node of a document, parents first. */
export function* nodes(root: Document | DocumentNode): Generator<DocumentNode> {
  for (const node of ('content' in root && root.content) || []) {
    yield node;
    yield* nodes(node);
  }
}

/** The plain text of a document, a blank line between blocks. */
export function documentText(document: Document): string {
  return document.content.map(blockText).filter(Boolean).join('\n\n');
}

/** The plain text of one node. */
export function blockText(node: DocumentNode): string {
  if (node.type === 'text') return node.text;
  if (node.type === 'hardBreak') return '\n';
  if (node.type === 'image') return node.attrs.caption ?? '';
  if (!('content' in node) || !node.content) return '';
  const separator = node.type === 'paragraph' || node.type === 'heading' ? '' : '\n';
  return node.content.map(blockText).join(separator);
}

/** How an image of the document is drawn; given by whoever knows its renditions. */
export type ImageHtml = (attrs: { assetId: string; alt: string; caption?: string | undefined }) => string;

/** The document as HTML: elements from a closed list, everything else escaped. */
export function documentHtml(document: Document, imageHtml: ImageHtml): string {
  return document.content.map((node) => nodeHtml(node, imageHtml)).join('\n');
}

const elements = { paragraph: 'p', bulletList: 'ul', listItem: 'li', blockquote: 'blockquote' } as const;

function nodeHtml(node: DocumentNode, imageHtml: ImageHtml): string {
  const inner = () => (('content' in node && node.content) || []).map((child) => nodeHtml(child, imageHtml)).join('');
  switch (node.type) {
    case 'text':
      return (node.marks ?? []).reduce(markHtml, escapeHtml(node.text));
    case 'hardBreak':
      return '<br>';
    case 'horizontalRule':
      return '<hr>';
    case 'image':
      return imageHtml(node.attrs);
    case 'heading':
      return `<h${node.attrs.level}>${inner()}</h${node.attrs.level}>`;
    case 'orderedList':
      return `<ol${node.attrs?.start && node.attrs.start !== 1 ? ` start="${node.attrs.start}"` : ''}>${inner()}</ol>`;
    default:
      return `<${elements[node.type]}>${inner()}</${elements[node.type]}>`;
  }
}

function markHtml(html: string, { type, attrs }: Mark): string {
  if (type === 'bold') return `<strong>${html}</strong>`;
  if (type === 'italic') return `<em>${html}</em>`;
  return `<a href="${escapeHtml(attrs?.href ?? '')}" rel="noopener">${html}</a>`;
}

/** Escapes text for HTML and XML, in elements and in quoted attributes. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
