import { inkOn } from '@mobilise/contracts/colours';
import { escapeHtml } from '@mobilise/contracts/document';

/** Whose letter it is. */
export interface Brand {
  name: string;
  /** `#0f766e`. */
  colour: string;
  postalAddress: string;
}

/** Text made fit for a letter: no control characters, and nothing that is markup. */
export function safe(text: string): string {
  return escapeHtml(
    text.toWellFormed().replace(/[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''),
  );
}

/** One line of text, for a subject or the words an inbox shows beside it. */
export function oneLine(text: string, longest: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return line.length <= longest
    ? line
    : `${line
        .slice(0, longest - 1)
        .trimEnd()
        .toWellFormed()}…`;
}

/** Widest that a letter is shown, and what is left of that for a picture, in pixels. */
const widest = 600;
export const pictureWidth = widest - 48;

const fonts = 'Segoe UI, Helvetica, Arial, sans-serif';

const style = `
  h1 { font-size: 28px; line-height: 1.25; margin: 0 0 12px; }
  .standfirst { font-size: 19px; line-height: 1.45; margin: 0; }
  .prose p, .prose ul, .prose ol, .prose blockquote, .prose figure, .prose table { margin: 0 0 16px; }
  .prose h2 { font-size: 22px; line-height: 1.3; margin: 28px 0 10px; }
  .prose h3, .prose h4 { font-size: 18px; line-height: 1.3; margin: 24px 0 8px; }
  .prose li { margin: 0 0 6px; }
  .prose blockquote { border-left: 3px solid #c3cbc9; padding: 0 0 0 16px; }
  .prose figcaption, .prose caption { font-size: 14px; line-height: 1.4; padding: 6px 0 0; text-align: left; }
  .prose table { border-collapse: collapse; width: 100%; font-size: 15px; }
  .prose th, .prose td { border-bottom: 1px solid #c3cbc9; padding: 6px 8px 6px 0; text-align: left; vertical-align: top; }
  .prose img { display: block; height: auto; max-width: 100%; border: 0; }
  .prose hr { border: 0; border-top: 1px solid #c3cbc9; margin: 24px 0; }
`;

/** Letters are light unless the reader's mailbox is dark; those that turn colours round by themselves are told that it is done. */
const dark = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .paper, .paper > div { background-color: #16211f !important; }
    .paper div, .paper p, .paper h1, .paper h2, .paper h3, .paper h4, .paper li, .paper th, .paper .prose td, .paper caption, .paper figcaption { color: #e8eeec !important; }
    .paper p a, .paper li a { color: #7fd1c4 !important; }
    .paper .soft div, .paper .soft p { color: #b7c3c0 !important; }
  }
`;

/**
 * The frame that all letters share: the team's name above, the body, the small print below. `head` is the subject; `preview` the words
 * beside it in an inbox. `body` and `foot` are MJML, their contents escaped.
 */
export function frame(
  { head, preview, body, foot }: { head: string; preview: string; body: string; foot: string },
  { name, colour, postalAddress }: Brand,
): string {
  return `<mjml lang="en-GB">
<mj-head>
  <mj-title>${safe(head)}</mj-title>
  <mj-preview>${safe(oneLine(preview, 140))}</mj-preview>
  <mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></mj-raw>
  <mj-attributes>
    <mj-all font-family="${fonts}" />
    <mj-text font-size="17px" line-height="1.55" color="#14211f" padding="0" />
    <mj-section padding="24px" />
    <mj-column padding="0" />
    <mj-button background-color="${safe(colour)}" color="${inkOn(colour)}" font-size="17px" font-weight="600" border-radius="6px" inner-padding="12px 20px" padding="24px 0 0" align="left" />
    <mj-image padding="20px 0 0" align="left" />
  </mj-attributes>
  <mj-style inline="inline">${style}</mj-style>
  <mj-style>${dark}</mj-style>
</mj-head>
<mj-body width="${widest}px" background-color="#ffffff" css-class="paper">
  <mj-section padding="20px 24px" border-bottom="4px solid ${safe(colour)}"><mj-column><mj-text font-weight="700" font-size="18px">${safe(name)}</mj-text></mj-column></mj-section>
  <mj-section><mj-column>${body}</mj-column></mj-section>
  <mj-section css-class="soft" border-top="1px solid #c3cbc9"><mj-column><mj-text font-size="14px" line-height="1.5" color="#4a5a57">${foot}<p style="margin:12px 0 0">${safe(name)}<br>${safe(postalAddress)}</p></mj-text></mj-column></mj-section>
</mj-body>
</mjml>`;
}
