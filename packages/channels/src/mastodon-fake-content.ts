import { countGraphemes } from '@mobilise/contracts/channel-kinds/kind';
import { escapeHtml } from '@mobilise/contracts/document';

/** Ruby's `[[:word:]]`. */
const word = '[\\p{L}\\p{M}\\p{Nd}\\p{Pc}]';
const pattern = new RegExp(
  [
    String.raw`(?<url>https?:\/\/[^\s<>"()]*[^\s<>"().,!?:;])`,
    String.raw`(?<![=/]|${word})@(?<user>\w+(?:[.-]+\w+)*)(?:@(?<domain>${word}+(?:[.-]+${word}+)*))?`,
    `(?<![/]|${word})#(?<tag>${word}+)`,
  ].join('|'),
  'gu',
);

/**
 * The HTML of a status as TextFormatter makes it of what was sent: paragraphs, links cut into what is shown and what is not,
 * tags, and mentions of those it knows without their server.
 */
export function contentOf(text: string, { origin, known }: { origin: string; known: readonly string[] }): string {
  const linked = (line: string) => {
    let html = '';
    let end = 0;
    for (const match of line.matchAll(pattern)) {
      html += escapeHtml(line.slice(end, match.index)) + entity(match, origin, known);
      end = match.index + match[0].length;
    }
    return html + escapeHtml(line.slice(end));
  };
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(linked).join('<br />')}</p>`)
    .join('');
}

function entity({ 0: whole, groups = {} }: RegExpExecArray, origin: string, known: readonly string[]): string {
  const { url, user, domain, tag } = groups;
  if (url) return link(url);
  if (tag)
    return `<a href="${origin}/tags/${tag.toLowerCase()}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`;
  if (!user || !known.includes(domain ? `${user}@${domain}` : user)) return escapeHtml(whole);
  const href = domain ? `https://${domain}/@${user}` : `${origin}/@${user}`;
  return `<span class="h-card" translate="no"><a href="${href}" class="u-url mention">@<span>${user}</span></a></span>`;
}

/** TextFormatter shows 30 characters behind the scheme. */
function link(url: string): string {
  const [prefix = ''] = /^https?:\/\/(?:www\.)?/.exec(url) ?? [];
  const shown = url.slice(prefix.length, prefix.length + 30);
  const rest = url.slice(prefix.length + 30);
  const [href, one, two, three] = [url, prefix, shown, rest].map(escapeHtml);
  return `<a href="${href}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${one}</span><span class="${rest ? 'ellipsis' : ''}">${two}</span><span class="invisible">${three}</span></a>`;
}

/** Characters as StatusLengthValidator counts them. */
export function countable(text: string): number {
  return countGraphemes(
    text.replace(pattern, (whole, ...rest) => {
      const { url, user, domain } = rest.at(-1) as Record<string, string | undefined>;
      if (url) return 'x'.repeat(23);
      return user && domain ? `@${user}` : whole;
    }),
  );
}
