import { type Document, documentText, escapeHtml, type ImageHtml } from './document.ts';
import type { ItemKind } from './item-kinds.ts';
import { type ItemContent, kindOf } from './kinds.ts';

/**
 * An item for letters and sites that show it whole, as HTML and as text. They play nothing, so a recording is there as what is written
 * about it, with a link to where it is played; what is said in it stays on that page.
 */
export function wholeWords(
  kind: ItemKind,
  content: ItemContent,
  image: ImageHtml,
  url: string | null,
): { html: string; text: string } {
  const html = kindOf(kind).html(content, image);
  const recording = recordingOf(content);
  if (!recording) return { html, text: kindOf(kind).plainText(content) };
  const text = documentText(recording.about);
  if (!url) return { html, text };
  const { label } = recording;
  return {
    html: `${html}\n<p><a href="${escapeHtml(url)}" rel="noopener">${label}</a></p>`,
    text: `${text}\n\n${label}: ${url}`.trim(),
  };
}

function recordingOf(content: ItemContent): { about: Document; label: string } | null {
  if ('audio' in content) return { about: content.notes, label: 'Listen to the episode' };
  if ('video' in content) return { about: content.description, label: 'Watch the video' };
  return null;
}
