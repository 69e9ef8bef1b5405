import { cutAt } from '@mobilise/contracts/captions/cue';
import type { DocumentNode } from '@mobilise/contracts/document';

/** What a document takes (document.ts of the contracts): characters of a text, inlines of a paragraph, parts of a list or quote, blocks in all. */
const most = { text: 100_000, inlines: 5000, parts: 1000, blocks: 5000 };

/** Text or HTML up to so many characters: to the end of a paragraph, if one ends beyond its half, else of a word; never within a tag. */
export function cutSource(source: string, units: number): string {
  if (source.length <= units) return source;
  const head = cutAt(source, units);
  const paragraph = Math.max(head.lastIndexOf('</p>') + 4, head.lastIndexOf('\n\n'));
  if (paragraph > units / 2) return head.slice(0, paragraph);
  const tag = head.lastIndexOf('<');
  return tag > head.lastIndexOf('>') ? head.slice(0, tag) : cutWords(head);
}

/** Blocks that a document takes; from the first that is too long for it on they are left out, and `isCut`. */
export function fitNotes(blocks: readonly DocumentNode[]): { content: DocumentNode[]; isCut: boolean } {
  let isCut = false;
  const list = (nodes: readonly DocumentNode[], room: number): DocumentNode[] => {
    const fitting: DocumentNode[] = [];
    for (const node of nodes) {
      isCut ||= fitting.length === room;
      if (isCut) break;
      fitting.push(fitted(node));
    }
    return fitting;
  };
  const fitted = (node: DocumentNode): DocumentNode => {
    if (node.type === 'text' && node.text.length > most.text) {
      isCut = true;
      return { ...node, text: cutWords(cutAt(node.text, most.text)) };
    }
    if (!('content' in node) || !node.content) return node;
    const room = node.type === 'paragraph' || node.type === 'heading' ? most.inlines : most.parts;
    return { ...node, content: list(node.content, room) };
  };
  return { content: list(blocks, most.blocks), isCut };
}

/** Without the word at its end, which may be half of one; all of it where it is a single word. */
export const cutWords = (text: string) => text.replace(/(?<=[\s>])[^\s>]*$/, '').trimEnd() || text;
