import {
  type Document,
  type DocumentNode,
  emptyDocument,
  linkTarget,
  type Mark,
  storyDocument,
} from '@mobilise/contracts/document';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';

type Html = DefaultTreeAdapterMap['childNode'];

/** Characters of HTML that are read, and how deep: a hostile page costs no more. */
const longest = 200_000;
const deepest = 60;
/** How deep lists and quotes nest in a document. */
const nesting = 5;

const unseen = new Set(['script', 'style', 'template', 'iframe', 'object', 'noscript', 'head', 'title', 'svg', 'math']);

/** Notes of an episode, HTML or text, as a document; what a document has no place for becomes the text in it. */
export function notesOf(notes: string): Document {
  const source = notes.slice(0, longest);
  const content = /<[a-z!/]/i.test(source) ? blocksOf(parseFragment(source).childNodes, 0, 0) : paragraphsOf(source);
  const document = storyDocument.safeParse({ type: 'doc', content });
  if (!document.success) return emptyDocument;
  return content.length > 0 ? document.data : emptyDocument;
}

function paragraphsOf(source: string): DocumentNode[] {
  return source
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(0, 1000)
    .map((part) => ({
      type: 'paragraph',
      content: part
        .split('\n')
        .slice(0, 1000)
        .flatMap((words, index) => [
          ...(index > 0 ? [{ type: 'hardBreak' } as const] : []),
          ...(visible(words.trim()) ? [{ type: 'text', text: visible(words.trim()) } as const] : []),
        ]),
    }));
}

/** Words and marks between blocks become a paragraph of their own. */
function blocksOf(children: readonly Html[], level: number, depth: number): DocumentNode[] {
  if (depth > deepest) return [];
  const blocks: DocumentNode[] = [];
  let loose: DocumentNode[] = [];
  const flush = () => {
    const inlines = tidy(loose);
    if (inlines.length > 0) blocks.push({ type: 'paragraph', content: inlines });
    loose = [];
  };
  for (const child of children) {
    const made = blockOf(child, level, depth);
    if (made) {
      flush();
      blocks.push(...made);
    } else loose.push(...inlinesOf(child, [], depth + 1));
  }
  flush();
  return blocks;
}

/** Null where it is no block. */
function blockOf(child: Html, level: number, depth: number): DocumentNode[] | null {
  if (!('tagName' in child)) return null;
  const { tagName, childNodes } = child;
  const inner = (up: number) => blocksOf(childNodes, level + up, depth + 1);
  if (unseen.has(tagName)) return [];
  if (tagName === 'hr') return [{ type: 'horizontalRule' }];
  const heading = /^h([1-6])$/.exec(tagName);
  if (heading) {
    const content = tidy(childNodes.flatMap((node) => inlinesOf(node, [], depth + 1)));
    const rank = Math.min(4, Math.max(2, Number(heading[1]))) as 2 | 3 | 4;
    return content.length > 0 ? [{ type: 'heading', attrs: { level: rank }, content }] : [];
  }
  if ((tagName === 'ul' || tagName === 'ol') && level < nesting) {
    const items = childNodes.flatMap((node): DocumentNode[] =>
      'tagName' in node && node.tagName === 'li'
        ? [{ type: 'listItem', content: nonEmpty(blocksOf(node.childNodes, level + 1, depth + 1)) }]
        : [],
    );
    return items.length > 0 ? [{ type: tagName === 'ul' ? 'bulletList' : 'orderedList', content: items }] : [];
  }
  if (tagName === 'blockquote' && level < nesting) {
    const content = inner(1);
    return content.length > 0 ? [{ type: 'blockquote', content }] : [];
  }
  const isBlock =
    /^(p|div|section|article|header|footer|main|ul|ol|li|blockquote|pre|table|tbody|tr|td|th|dl|dt|dd|figure|figcaption|address|aside|nav|details|summary)$/;
  return isBlock.test(tagName) ? inner(0) : null;
}

const nonEmpty = (blocks: DocumentNode[]): DocumentNode[] => (blocks.length > 0 ? blocks : [{ type: 'paragraph' }]);

function inlinesOf(child: Html, marks: Mark[], depth: number): DocumentNode[] {
  if (depth > deepest) return [];
  if (child.nodeName === '#text' && 'value' in child) {
    const words = visible(child.value.replace(/\s+/g, ' '));
    return words ? [{ type: 'text', text: words, ...(marks.length > 0 && { marks }) }] : [];
  }
  if (!('tagName' in child) || unseen.has(child.tagName)) return [];
  if (child.tagName === 'br') return [{ type: 'hardBreak' }];
  const mark = markOf(child.tagName, child.attrs.find(({ name }) => name === 'href')?.value);
  const inner = mark && !marks.some(({ type }) => type === mark.type) ? [...marks, mark] : marks;
  return child.childNodes.flatMap((node) => inlinesOf(node, inner, depth + 1));
}

function markOf(tagName: string, href: string | undefined): Mark | null {
  if (tagName === 'b' || tagName === 'strong') return { type: 'bold' };
  if (tagName === 'i' || tagName === 'em') return { type: 'italic' };
  const target = tagName === 'a' ? linkTarget.safeParse(href) : null;
  return target?.success ? { type: 'link', attrs: { href: target.data } } : null;
}

/** Without breaks and space at its ends; empty where there is nothing to see. */
function tidy(inlines: DocumentNode[]): DocumentNode[] {
  const isSpace = (node: DocumentNode | undefined) =>
    node?.type === 'hardBreak' || (node?.type === 'text' && node.text.trim() === '');
  let [from, to] = [0, inlines.length];
  while (from < to && isSpace(inlines[from])) from += 1;
  while (to > from && isSpace(inlines[to - 1])) to -= 1;
  return inlines.slice(from, to);
}

const visible = (words: string) => words.replaceAll('\0', '').toWellFormed();
