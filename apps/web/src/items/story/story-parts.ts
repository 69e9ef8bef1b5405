import type { Document, DocumentNode } from '@mobilise/contracts/document';
import type { Image } from '@mobilise/contracts/image';
import type { StoryContent } from '@mobilise/contracts/kinds';
import { type Part, shapeOf } from '../compare/parts.ts';

/** A story as parts: the lead image, then every paragraph, heading, list entry, quote and image in its order. */
export function storyParts({ leadImage, body }: StoryContent): Part[] {
  const lead = leadImage
    ? [{ label: 'Lead image', text: leadImage.alt, assetId: leadImage.assetId, shape: shapeOf(leadImage) }]
    : [];
  return [...lead, ...documentParts(body)];
}

/** Every paragraph, heading, list entry, quote and image of a body in its order. */
export function documentParts(body: Document): Part[] {
  return body.content.flatMap((node) => leaves(node, null));
}

const containers: Partial<Record<DocumentNode['type'], string>> = {
  bulletList: 'List entry',
  orderedList: 'List entry',
  blockquote: 'Quote',
};

function leaves(node: DocumentNode, within: string | null): Part[] {
  if (node.type === 'horizontalRule') return [{ label: 'Line', text: '', shape: 'line' }];
  if (node.type === 'image') {
    const { assetId, alt, caption } = node.attrs;
    return [
      {
        label: 'Image',
        text: [alt, caption].filter(Boolean).join(' – '),
        assetId,
        shape: JSON.stringify([assetId, alt, caption ?? '']),
      },
    ];
  }
  if (node.type === 'paragraph' || node.type === 'heading') {
    const text = (node.content ?? []).map(inlineText).join('');
    if (!text) return [];
    const label = node.type === 'heading' ? `Heading ${node.attrs.level}` : (within ?? 'Paragraph');
    return [{ label, text, shape: shapeOf(node.content) }];
  }
  const label = containers[node.type] ?? within;
  return (('content' in node && node.content) || []).flatMap((child) => leaves(child, label));
}

/** Text with its link targets, so that a link that leads elsewhere is a change one can read. */
function inlineText(node: DocumentNode): string {
  if (node.type === 'hardBreak') return '\n';
  if (node.type !== 'text') return '';
  const href = node.marks?.find(({ type }) => type === 'link')?.attrs?.href;
  return href ? `${node.text} (${href})` : node.text;
}

export const leadAltId = 'lead-image-alt';
/** The alt text fields of an upload within the story. */
export const bodyAltId = (assetId: string) => `alt-${assetId}`;

/** The alt text fields of a story, each with the story as it would be if that one were filled. */
export function storyFields(content: StoryContent): { id: string; filled: StoryContent }[] {
  const { leadImage, body } = content;
  const filledLead: Image | null = leadImage && { ...leadImage, alt: 'x' };
  const filled = { leadImage: filledLead, body: withAlt(body) };
  // One sentence speaks of all images; it leads to the first that lacks its words.
  if (leadImage && !leadImage.alt.trim()) return [{ id: leadAltId, filled }];
  const first = firstWithoutAlt(body);
  return first ? [{ id: bodyAltId(first), filled }] : [];
}

/** A body in which every image has its alternative text. */
export function withAlt(body: Document): Document {
  const fill = (node: DocumentNode): DocumentNode => {
    if (node.type === 'image') return { ...node, attrs: { ...node.attrs, alt: 'x' } };
    return 'content' in node && node.content ? ({ ...node, content: node.content.map(fill) } as DocumentNode) : node;
  };
  return { ...body, content: body.content.map(fill) };
}

/** The upload of the first image of a body that has no alternative text. */
export function firstWithoutAlt(body: Document): string | undefined {
  return body.content.flatMap(imagesIn).find(({ alt }) => !alt.trim())?.assetId;
}

function imagesIn(node: DocumentNode): { assetId: string; alt: string }[] {
  if (node.type === 'image') return [node.attrs];
  return (('content' in node && node.content) || []).flatMap(imagesIn);
}
