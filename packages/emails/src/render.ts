import mjml2html from 'mjml';

/** Bytes of HTML above which Gmail cuts a letter off and hides the rest, the way to unsubscribe included. */
const clippedAt = 102_000;

/** A letter ready to be put into a message. */
export interface Letter {
  subject: string;
  html: string;
  text: string;
}

/** The HTML of a letter from its MJML; nothing is read from disk, and what is filled in is escaped by whoever fills it in. */
export async function render(mjml: string): Promise<string> {
  const { html, errors } = await mjml2html(mjml, { validationLevel: 'strict', minify: false, keepComments: false });
  if (errors.length > 0) throw new Error(`A letter’s template is wrong: ${errors[0]?.formattedMessage}`);
  // Indentation is a fifth of it; between two tags of a table nothing can be seen of it.
  return html.replace(/>\s*\n\s*</g, '>\n<').replace(/\n{2,}/g, '\n');
}

/** What a sender should know about a letter's size, as sentences. */
export function warningsOf({ html }: Letter): string[] {
  const bytes = new TextEncoder().encode(html).length;
  if (bytes <= clippedAt) return [];
  return [
    `This letter has ${Math.round(bytes / 1000)} kB of text. Gmail cuts letters off at ${clippedAt / 1000} kB and hides the rest, with the way to unsubscribe; shorten it.`,
  ];
}
