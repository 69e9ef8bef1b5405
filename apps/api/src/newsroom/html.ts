import { escapeHtml } from '@mobilise/contracts/document';

/** Markup that is safe to send as it stands. Made by `html` and by `raw` alone. */
export interface Html {
  readonly markup: string;
}

export type Content = Html | string | number | null | undefined | false | readonly Content[];

/**
 * Markup from a template, for HTML and XML alike. What is filled in is escaped, unless it is itself markup; lists are
 * joined; null, undefined and false leave nothing behind. Attributes must be quoted.
 */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Html {
  return raw(strings.reduce((markup, part, index) => markup + toMarkup(contents[index - 1]) + part));
}

/** Declares a string to be markup. The caller answers for its being escaped. */
export function raw(markup: string): Html {
  return { markup };
}

/** A string with what XML 1.0 cannot carry taken out: most control characters and halves of surrogate pairs. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

/** Plain words as HTML that stands between tags, where quotes stand for themselves: some readers show it as it is. */
export function wordsAsHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Whether the HTML of a document has nothing to read or see: an editor that nobody wrote into leaves empty paragraphs. */
export function isBlank(markup: string): boolean {
  return markup.replaceAll('<p></p>', '').trim() === '';
}

/** A script element holding data; `<` is escaped, so that no text in it can end it. */
export function jsonLd(data: unknown): Html {
  return raw(`<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`);
}

/** Plain text as paragraphs: a blank line parts them, a line break stays one. */
export function paragraphs(text: string): Html {
  const parts = text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
  return html`${parts.map((part) => html`<p>${part.split('\n').map((line, index) => (index === 0 ? line : html`<br>${line}`))}</p>`)}`;
}

function toMarkup(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (typeof content === 'string') return escapeHtml(printable(content));
  if (typeof content === 'number') return String(content);
  if ('markup' in content) return content.markup;
  return content.map(toMarkup).join('');
}
