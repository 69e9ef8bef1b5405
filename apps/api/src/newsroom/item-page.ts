import { documentText } from '@mobilise/contracts/document';
import { kindOf } from '@mobilise/contracts/kinds';
import { mediaUrl } from '../thumbs.ts';
import { cardList, kicker } from './cards.ts';
import { dateHtml } from './dates.ts';
import { type Html, html } from './html.ts';
import { breadcrumbs, layout } from './layout.ts';
import { cardFile } from './picture.ts';
import {
  mainImage,
  type PageContext,
  type PublicCorrection,
  type PublicShow,
  type Published,
  paths,
  posterFiles,
} from './site.ts';

/** One item with what stands around it: others of its campaign, else the latest. */
export interface ItemPage extends PageContext {
  item: Published;
  related: readonly Published[];
  /** The show of an episode. */
  show: PublicShow | null;
  /** Milliseconds of an episode before its recording begins. */
  leadIn: number;
}

/** What the page of a kind adds to the frame; `crumb` is what the item lies in, where that is not its campaign. */
interface Frame {
  scripts?: readonly string[];
  feeds?: readonly { title: string; path: string }[];
  crumb?: { name: string; path: string } | null;
}

/** The frame that the pages of every kind share; `body` follows the title, `data` is the kind's own JSON-LD. */
export function itemLayout(
  page: ItemPage,
  body: Html,
  data: Record<string, unknown>,
  { crumb, ...frame }: Frame = {},
): string {
  const { site, origin, item } = page;
  const canonical = origin + paths.item(site, item);
  const description = describe(item);
  const image = linkImage(page);
  const corrections = page.corrections.get(item.itemId) ?? [];
  const above = crumb ?? (item.campaign && { name: item.campaign.name, path: paths.campaign(site, item.campaign) });
  const crumbs = [
    { name: site.name, url: origin + paths.index(site) },
    ...(above ? [{ name: above.name, url: origin + above.path }] : []),
    { name: item.title, url: canonical },
  ];
  return layout({
    site,
    head: {
      ...frame,
      title: item.title,
      description,
      canonical,
      type: 'article',
      image,
      published: item.publishedAt,
      updated: item.updatedAt,
      data: [
        {
          url: canonical,
          mainEntityOfPage: canonical,
          description,
          datePublished: item.publishedAt.toISOString(),
          dateModified: item.updatedAt.toISOString(),
          inLanguage: 'en-GB',
          author: { '@type': 'Organization', name: site.name, url: origin + paths.index(site) },
          publisher: { '@type': 'Organization', name: site.name },
          ...(image && { image: [image.url] }),
          ...(corrections.length > 0 && {
            correction: corrections.map(({ statement, at }) => ({
              '@type': 'CorrectionComment',
              text: statement,
              datePublished: at.toISOString(),
            })),
          }),
          ...data,
        },
        breadcrumbs(crumbs),
      ],
    },
    main: html`<article class="article"><header>${kicker(site, item)}<h1>${item.title}</h1>${item.summary && html`<p class="standfirst">${item.summary}</p>`}${dates(page)}${correctionNotes(corrections, site)}</header>
${body}</article>
${relatedHtml(page)}`,
  });
}

/** What a link to an item says about it: its summary, else the start of what is written about it, at most 200 characters. */
export function describe(item: Published): string {
  const words = (item.summary || writtenOf(item)).replace(/\s+/g, ' ').trim();
  return words.length <= 200 ? words : `${words.slice(0, 199).replace(/\s+\S*$/, '')}…`;
}

/** The words of an item; of a recording those about it, without names, chapters and what is said. */
function writtenOf({ kind, content }: Published): string {
  if ('audio' in content) return documentText(content.notes);
  if ('video' in content) return documentText(content.description);
  return kindOf(kind).plainText(content);
}

/** What was wrong, for everybody to see, before the words that are right now. */
export function correctionNotes(corrections: readonly PublicCorrection[], { zone }: { zone: string }): Html {
  return html`${corrections.map(
    ({ statement, at }) =>
      html`<p class="correction" role="note"><strong>Correction, ${dateHtml(at, zone)}:</strong> ${statement}</p>`,
  )}`;
}

function dates({ site, item }: ItemPage): Html {
  const day = (when: Date) => when.toLocaleDateString('en-CA', { timeZone: site.zone });
  const updated = day(item.updatedAt) !== day(item.publishedAt);
  return html`<p class="meta">${dateHtml(item.publishedAt, site.zone)}${updated && html` · Updated ${dateHtml(item.updatedAt, site.zone)}`}</p>`;
}

function linkImage(page: ItemPage) {
  const { origin, pictures, item } = page;
  const image = mainImage(item);
  const file = (image && cardFile(pictures.get(image.assetId) ?? [])) ?? posterFiles(page, item)[0];
  return (
    file && { url: origin + mediaUrl(file), width: file.width, height: file.height, alt: image?.alt ?? item.title }
  );
}

function relatedHtml(page: ItemPage): Html {
  const { site, item, related } = page;
  if (related.length === 0) return html`<div class="space"></div>`;
  const inCampaign = item.campaign && related.every(({ campaign }) => campaign?.id === item.campaign?.id);
  const heading =
    inCampaign && item.campaign
      ? html`More from <a href="${paths.campaign(site, item.campaign)}">${item.campaign.name}</a>`
      : html`More from ${site.name}`;
  return html`<aside class="more" aria-labelledby="more"><div class="frame"><h2 id="more">${heading}</h2>${cardList(page, related, 3)}</div></aside>`;
}
