import type { OutgoingPost } from './adapter.ts';

/** A link as people write it, without the punctuation behind it. */
const link = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}’”]/g;

/** A message with one Adaptive Card (adaptivecards.io/explorer, 1.4): the words, and a button where there is a link. */
export function messageOf({ text, card, language }: OutgoingPost): Record<string, unknown> {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    lang: language,
    body: bodyOf(text || (card?.title ?? '')),
    ...(card && { actions: [{ type: 'Action.OpenUrl', title: card.title, url: card.url }] }),
    msteams: { width: 'Full' },
  };
  return messageWith([{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }]);
}

/** A message with attachments; the workflow posts each of them, and nothing where there is none. */
export function messageWith(attachments: unknown[]): Record<string, unknown> {
  return { type: 'message', attachments };
}

/** A block for each line: a text run is never read as Markdown, but neither does it break its lines. */
function bodyOf(text: string): unknown[] {
  const blocks: unknown[] = [];
  let isApart = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      isApart = true;
      continue;
    }
    blocks.push({
      type: 'RichTextBlock',
      inlines: runsOf(line),
      ...(blocks.length > 0 && !isApart && { spacing: 'None' }),
    });
    isApart = false;
  }
  return blocks;
}

/** Links in a text run lead somewhere only where they are told to. */
function runsOf(line: string): unknown[] {
  const runs: unknown[] = [];
  let end = 0;
  const plain = (text: string) => text && runs.push({ type: 'TextRun', text });
  for (const { 0: url, index } of line.matchAll(link)) {
    plain(line.slice(end, index));
    runs.push({ type: 'TextRun', text: url, selectAction: { type: 'Action.OpenUrl', url } });
    end = index + url.length;
  }
  plain(line.slice(end));
  return runs;
}
