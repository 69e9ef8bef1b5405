import { type Document, documentText, storyDocument } from '@mobilise/contracts/document';
import { getSchema } from '@tiptap/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeTarget } from './link-target.ts';
import { countWords, fromDocument, toDocument } from './mapping.ts';
import { storyExtensions } from './schema.ts';
import { anyDocument } from './testing.ts';

const schema = getSchema(storyExtensions());
/** Through the editor's own schema and back: what opening and saving a story does. */
const throughEditor = (document: Document): Document => {
  const node = schema.nodeFromJSON(fromDocument(document));
  node.check();
  return toDocument(node.toJSON());
};

const words = (of: Document) => documentText(of).replace(/\s+/g, '');

describe('a story in the editor', () => {
  test('comes back as it went in, once the editor’s own rules are met', () => {
    fc.assert(
      fc.property(anyDocument, (given) => {
        const once = throughEditor(given);
        expect(throughEditor(once)).toEqual(once);
      }),
    );
  });
  test('keeps every word', () => {
    fc.assert(
      fc.property(anyDocument, (given) => {
        expect(words(throughEditor(given))).toBe(words(given));
      }),
    );
  });
  test('is what the server accepts', () => {
    fc.assert(
      fc.property(anyDocument, (given) => {
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
