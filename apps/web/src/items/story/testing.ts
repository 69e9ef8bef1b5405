import type { Document, DocumentNode } from '@mobilise/contracts/document';
import fc from 'fast-check';

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
/** Any document of the contract. */
export const anyDocument = fc.array(block(3), { maxLength: 6 }).map((content): Document => ({ type: 'doc', content }));
