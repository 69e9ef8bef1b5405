import { type Document, type DocumentNode, documentText, storyDocument } from '@mobilise/contracts/document';
import { getSchema } from '@tiptap/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeTarget } from './link-target.ts';
import { countWords, fromDocument, toDocument } from './mapping.ts';
import { storyExtensions } from './schema.ts';

const schema = getSchema(storyExtensions());
/** Through the editor's own schema and back: what opening and saving a story does. */
const throughEditor = (document: Document): Document => {
  const node = schema.nodeFromJSON(fromDocument(document));
  node.check();
  return toDocument(node.toJSON());
};

const someText = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => !text.includes('\0'));
const mark = fc.constantFrom(
  { type: 'bold' as const },
  { type: 'italic' as const },
  { type: 'link' as const, attrs: { href: 'https://example.org/a' } },
);
const inline: fc.Arbitrary<DocumentNode> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: someText }),
  fc.record({
    type: fc.constant('text' as const),
    text: someText,
    marks: fc.uniqueArray(mark, { maxLength: 3, selector: ({ type }) => type }),
  }),
  fc.constant({ type: 'hardBreak' as const }),
);
const paragraph = fc.array(inline, { maxLength: 5 }).map((content): DocumentNode => ({ type: 'paragraph', content }));
const leaf: fc.Arbitrary<DocumentNode> = fc.oneof(
  paragraph,
  fc
    .tuple(fc.constantFrom(2 as const, 3 as const, 4 as const), fc.array(inline, { maxLength: 3 }))
    .map(([level, content]): DocumentNode => ({ type: 'heading', attrs: { level }, content })),
  fc.constant<DocumentNode>({ type: 'horizontalRule' }),
  fc
    .record({ assetId: fc.uuid(), alt: someText, caption: fc.option(someText, { nil: undefined }) })
    .map((attrs): DocumentNode => ({ type: 'image', attrs })),
);
const block = (depth: number): fc.Arbitrary<DocumentNode> =>
  depth === 0
    ? leaf
    : fc.oneof(
        leaf,
        fc.array(block(depth - 1), { maxLength: 3 }).map((content): DocumentNode => ({ type: 'blockquote', content })),
        fc
          .tuple(
            fc.constantFrom('bulletList' as const, 'orderedList' as const),
            fc.array(fc.array(block(depth - 1), { maxLength: 2 }), { maxLength: 3 }),
          )
          .map(
            ([type, items]): DocumentNode => ({
              type,
              content: items.map((content) => ({ type: 'listItem', content })),
            }),
          ),
      );
const document = fc.array(block(3), { maxLength: 6 }).map((content): Document => ({ type: 'doc', content }));
const words = (of: Document) => documentText(of).replace(/\s+/g, '');

describe('a story in the editor', () => {
  test('comes back as it went in, once the editor’s own rules are met', () => {
    fc.assert(
      fc.property(document, (given) => {
        const once = throughEditor(given);
        expect(throughEditor(once)).toEqual(once);
      }),
    );
  });
  test('keeps every word', () => {
    fc.assert(
      fc.property(document, (given) => {
        expect(words(throughEditor(given))).toBe(words(given));
      }),
    );
  });
  test('is what the server accepts', () => {
    fc.assert(
      fc.property(document, (given) => {
        expect(storyDocument.safeParse(throughEditor(given)).error).toBeUndefined();
      }),
    );
  });
  test('leaves out what the contract does not know, and keeps its words', () => {
    const pasted = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          attrs: { textAlign: 'right' },
          content: [
            {
              type: 'text',
              text: 'Flu ',
              marks: [
                { type: 'underline' },
                { type: 'link', attrs: { href: 'https://nhs.uk', target: '_blank', class: 'x' } },
              ],
            },
          ],
        },
        {
          type: 'callout',
          content: [
            {
              type: 'paragraph',
              content: [
                { type: 'text', text: 'clinic', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] },
              ],
            },
          ],
        },
        { type: 'heading', attrs: { level: 1, id: 'x' }, content: [{ type: 'text', text: 'Where' }] },
      ],
    };
    expect(toDocument(pasted)).toEqual({
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'Flu ', marks: [{ type: 'link', attrs: { href: 'https://nhs.uk' } }] }],
        },
        { type: 'paragraph', content: [{ type: 'text', text: 'clinic' }] },
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Where' }] },
      ],
    });
  });
  test('nested deeper than the contract allows is made flat at the bottom', () => {
    let node: object = { type: 'paragraph', content: [{ type: 'text', text: 'deep' }] };
    for (let n = 0; n < 12; n += 1) node = { type: 'blockquote', content: [node] };
    const mapped = toDocument({ type: 'doc', content: [node] });
    expect(storyDocument.safeParse(mapped).success).toBe(true);
    expect(documentText(mapped)).toContain('deep');
  });
});

test('a link target is completed from what people type', () => {
  expect(
    ['nhs.uk/flu', 'flu@example.org', '020 7946 0123', 'http://a.org', 'javascript:alert(1)', 'not a link'].map(
      completeTarget,
    ),
  ).toEqual(['https://nhs.uk/flu', 'mailto:flu@example.org', 'tel:020 7946 0123', 'http://a.org', null, null]);
});

test('words are counted as people count them', () => {
  expect(countWords('Flu clinic – open, 9 to 5.\n\nCarers’ week')).toBe(8);
});
