import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Document, documentHtml, documentText, escapeHtml, linkTarget, storyDocument } from './document.ts';

const paragraph = (text: string, href?: string): Document => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [{ type: 'text', text, ...(href && { marks: [{ type: 'link', attrs: { href } }] }) }],
    },
  ],
});
const noImages = () => '';

describe('a story’s document', () => {
  test('becomes elements of a closed list', () => {
    const document: Document = {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Who can come' }] },
        {
          type: 'orderedList',
          attrs: { start: 3 },
          content: [
            {
              type: 'listItem',
              content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Carers', marks: [{ type: 'bold' }] }] }],
            },
          ],
        },
        {
          type: 'blockquote',
          content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Yes' }, { type: 'hardBreak' }] }],
        },
        { type: 'horizontalRule' },
      ],
    };
    expect(storyDocument.parse(document)).toEqual(document);
    expect(documentHtml(document, noImages)).toBe(
      '<h2>Who can come</h2>\n<ol start="3"><li><p><strong>Carers</strong></p></li></ol>\n<blockquote><p>Yes<br></p></blockquote>\n<hr>',
    );
    expect(documentText(document)).toBe('Who can come\n\nCarers\n\nYes\n');
  });

  test('lets no text become markup, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const html = documentHtml(paragraph(text), noImages);
        expect(html.replace(/^<p>|<\/p>$/g, '')).not.toMatch(/[<>"']/);
      }),
    );
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    '/w/riverside',
    'https://',
    '',
  ])('refuses a link to %j', (href) => {
    expect(linkTarget.safeParse(href).success).toBe(false);
    expect(storyDocument.safeParse(paragraph('Click', href || ' ')).success).toBe(false);
  });

  test.each([
    'https://nhs.uk/flu?a=1&b=2',
    'http://localhost:4400/x',
    'mailto:team@example.org',
    'tel:+44 1632 960114',
  ])('allows a link to %s', (href) => {
    expect(storyDocument.safeParse(paragraph('Click', href)).success).toBe(true);
    expect(documentHtml(paragraph('Click', href), noImages)).toContain(`href="${escapeHtml(href)}"`);
  });

  test.each([
    ['an unknown node', { type: 'doc', content: [{ type: 'iframe', attrs: { src: 'https://evil.example' } }] }],
    ['HTML', { type: 'doc', content: '<p>Hello</p>' }],
    [
      'an image without an upload',
      { type: 'doc', content: [{ type: 'image', attrs: { src: 'https://evil.example/x.png', alt: '' } }] },
    ],
    ['a heading of level 1', { type: 'doc', content: [{ type: 'heading', attrs: { level: 1 } }] }],
    ['text that cannot be stored', paragraph('a\0b')],
  ])('refuses %s', (_, document) => {
    expect(storyDocument.safeParse(document).success).toBe(false);
  });

  test('refuses nesting without end', () => {
    let inner: unknown = { type: 'paragraph' };
    for (let depth = 0; depth < 10_000; depth += 1) inner = { type: 'blockquote', content: [inner] };
    expect(storyDocument.safeParse({ type: 'doc', content: [inner] }).success).toBe(false);
  });

  test('drops what it does not know, so no attribute slips through', () => {
    const parsed = storyDocument.parse({
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          attrs: { style: 'x', onclick: 'x' },
          content: [{ type: 'text', text: 'Hi', onload: 'x' }],
        },
      ],
    });
    expect(JSON.stringify(parsed)).not.toMatch(/onclick|onload|style/);
  });
});
