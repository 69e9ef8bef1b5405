import {
  type Document,
  type DocumentNode,
  documentText,
  emptyDocument,
  linkTarget,
  type Mark,
  storyDocument,
} from '@mobilise/contracts/document';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { cutSource, fitNotes } from './fit-notes.ts';

type Html = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

/** Characters of HTML that are read, and how deep: a hostile page costs no more. */
const longest = 200_000;
const deepest = 60;
/** How deep lists and quotes nest in a document. */
const nesting = 5;

const unseen = new Set(['script', 'style', 'template', 'iframe', 'object', 'noscript', 'head', 'title', 'svg', 'math']);

/** Notes as a document, and sentences on what of them it has no place for. */
export interface Notes {
  document: Document;
  lost: string[];
}

/** Notes of an episode, HTML or text, as a document. Elements that it does not know become the text in them. */
export function notesOf(notes: string): Notes {
  const source = cutSource(notes, longest);
  const html = /<[a-z!/]/i.test(source) ? parseFragment(source) : null;
  const { content, isCut } = fitNotes(html ? blocksOf(html.childNodes, 0, 0) : paragraphsOf(source));
  const document = storyDocument.safeParse({ type: 'doc', content });
  if (!document.success) return { document: emptyDocument, lost: ['They cannot be read.'] };
  const lost = html ? lostIn(html.childNodes) : [];
  if (isCut || source.length < notes.length) lost.unshift(sayCut(documentText(document.data)));
  return { document: content.length > 0 ? document.data : emptyDocument, lost };
}

const sayCut = (text: string) =>
  `They are too long to be kept whole, and end with “…${text.slice(-40).toWellFormed().replace(/\s+/g, ' ').trim()}” now. Copy what is missing from where the episode was.`;

/** What of HTML a document cannot hold, as sentences. */
function lostIn(roots: readonly Html[]): string[] {
  const links: string[] = [];
  const pictures: string[] = [];
  let isDeep = false;
  const ahead = roots.map((node): [Html, number] => [node, 1]);
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const [node, depth] = next;
    if ('value' in node && node.value.trim() && depth > deepest) isDeep = true;
    if (!('tagName' in node) || unseen.has(node.tagName)) continue;
    const href = hrefOf(node);
    if (node.tagName === 'a' && href && !linkTarget.safeParse(href).success) links.unshift(href);
    if (node.tagName === 'img' && !isPixel(node)) pictures.unshift(pictureName(node));
    for (const child of node.childNodes) ahead.push([child, depth + 1]);
  }
  return [
    ...(links.length > 0 ? [`Links that lead nowhere from here are words alone now${suchAs(links)}.`] : []),
    ...(pictures.length > 0 ? [`Pictures were left out${suchAs(pictures.filter(Boolean))}.`] : []),
    ...(isDeep ? [`What lies deeper than ${deepest} elements in each other was left out.`] : []),
  ];
}

const suchAs = ([first]: readonly string[]) =>
  first === undefined ? '' : `, such as “${first.slice(0, 100).toWellFormed()}”`;

/** Its alt text, else its address; empty where it has neither. */
function pictureName(image: Element): string {
  const [alt = '', src = ''] = ['alt', 'src'].map((name) => attributeOf(image, name)?.trim());
  return alt || (src.startsWith('data:') ? '' : src);
}

/** Whether it is there to count who reads, and not to be seen. */
const isPixel = (image: Element) => ['width', 'height'].some((side) => /^[01]$/.test(attributeOf(image, side) ?? ''));

function paragraphsOf(source: string): DocumentNode[] {
  return source
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => ({
      type: 'paragraph',
      content: part
        .split('\n')
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
  const mark = markOf(child.tagName, hrefOf(child));
  const inner = mark && !marks.some(({ type }) => type === mark.type) ? [...marks, mark] : marks;
  return child.childNodes.flatMap((node) => inlinesOf(node, inner, depth + 1));
}

const attributeOf = ({ attrs }: Element, named: string) => attrs.find(({ name }) => name === named)?.value;
const hrefOf = (element: Element) => attributeOf(element, 'href');

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
