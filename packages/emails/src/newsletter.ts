import { type Brand, frame, oneLine, pictureWidth, safe } from './frame.ts';
import { type Letter, render } from './render.ts';

/** A picture as the letter shows it; `src` is `cid:…`, or data for a preview. Sizes in pixels. */
export interface LetterPicture {
  src: string;
  alt: string;
  width: number;
  height: number;
}

/** An item as a letter shows it. */
export interface LetterItem {
  title: string;
  summary: string;
  /** Made by us from a closed list of elements; a picture's address is `asset:<id>`. */
  html: string;
  text: string;
  /** The pictures there is room for, by asset id. */
  pictures: Record<string, LetterPicture>;
  /** The picture that stands for the item, unless `html` shows it. */
  lead: LetterPicture | null;
  /** Its page on the newsroom site, where there is one. */
  url: string | null;
}

/** Stands in a letter where each reader's own address to unsubscribe goes. */
export interface NewsletterFrame extends Brand {
  /** What subscribers were promised: why they get this. */
  about: string;
  unsubscribeUrl: string;
}

/** The letter that an item is sent in. Pure but for MJML, which is slow: make it once a list, not once a reader. */
export async function newsletter(
  item: LetterItem,
  { about, unsubscribeUrl, ...brand }: NewsletterFrame,
): Promise<Letter> {
  const subject = oneLine(item.title, 200);
  const page = item.url && safe(item.url);
  const body = [
    `<mj-text><h1>${safe(item.title)}</h1>${item.summary.trim() && `<p class="standfirst">${safe(item.summary)}</p>`}</mj-text>`,
    item.lead && `<mj-text padding="20px 0 0" css-class="prose">${image(item.lead)}</mj-text>`,
    `<mj-text padding="20px 0 0"><div class="prose">${withPictures(item)}</div></mj-text>`,
    page && `<mj-button href="${page}">Read it on our site</mj-button>`,
  ];
  const foot = `<p style="margin:0">You get this letter because you subscribed to: ${safe(about)}</p>
<p style="margin:12px 0 0"><a href="${safe(unsubscribeUrl)}" style="color:#4a5a57">Unsubscribe</a></p>`;
  const html = await render(
    frame({ head: subject, preview: item.summary || item.text, body: body.filter(Boolean).join('\n'), foot }, brand),
  );
  return { subject, html, text: plain(item, { about, unsubscribeUrl, ...brand }) };
}

/** Only what the letter has room for is shown; of the rest its words. */
function withPictures({ html, pictures }: LetterItem): string {
  return html.replace(/<img src="asset:([^"]*)" alt="([^"]*)">/g, (_, id: string, alt: string) => {
    const picture = Object.hasOwn(pictures, id) ? pictures[id] : undefined;
    return picture ? image(picture) : alt && `<p><em>Picture: ${alt}</em></p>`;
  });
}

/** Outlook knows no `max-width`, so the width is said twice. */
function image({ src, alt, width, height }: LetterPicture): string {
  const shown = Math.min(width, pictureWidth);
  return `<img src="${safe(src)}" alt="${safe(alt)}" width="${shown}" height="${Math.round((height * shown) / width)}" style="display:block;max-width:100%;height:auto;border:0">`;
}

function plain(item: LetterItem, { about, unsubscribeUrl, name, postalAddress }: NewsletterFrame): string {
  return [
    oneLine(item.title, 500),
    item.summary,
    item.lead?.alt && `[Picture: ${item.lead.alt}]`,
    item.text,
    item.url && `Read it on our site: ${item.url}`,
    `-- \nYou get this letter because you subscribed to: ${about}\nUnsubscribe: ${unsubscribeUrl}\n\n${name}\n${postalAddress}`,
  ]
    .filter((part) => part?.trim())
    .join('\n\n');
}
