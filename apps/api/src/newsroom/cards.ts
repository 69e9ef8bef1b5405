import { type ItemKind, kindWords } from '@mobilise/contracts/item-kinds';
import { dateHtml, sayLength } from './dates.ts';
import { type Html, html } from './html.ts';
import { picture } from './picture.ts';
import {
  mainImage,
  type PageContext,
  type Published,
  type PublishedCampaign,
  paths,
  posterFiles,
  type Site,
} from './site.ts';

/** The story a front page opens with: a large picture beside its words. */
export function leadCard(context: PageContext, item: Published): Html {
  const shot = shotHtml(context, item, { sizes: '(max-width: 736px) 100vw, 720px', first: true });
  return html`<article class="lead${shot ? '' : ' bare'}">${shot}<div class="text">${words(context, item, 2)}</div></article>`;
}

/** Items as a grid of cards, with headings of this level. */
export function cardList(context: PageContext, items: readonly Published[], level: 2 | 3): Html {
  if (items.length === 0) return html``;
  return html`<ul class="cards">${items.map((item) => html`<li>${card(context, item, level)}</li>`)}</ul>`;
}

function card(context: PageContext, item: Published, level: 2 | 3): Html {
  const shot = shotHtml(context, item, { sizes: '(max-width: 600px) 100vw, (max-width: 960px) 50vw, 380px' });
  return html`<article class="card${shot ? '' : ' bare'}">${shot}<div class="text">${words(context, item, level)}</div></article>`;
}

function words(context: PageContext, item: Published, level: 2 | 3): Html {
  const { site } = context;
  const link = html`<a class="title" href="${paths.item(site, item)}">${item.title}</a>`;
  const length = lengthOf(context, item);
  return html`${kicker(site, item, html`${length && html`<span>${length}</span>`} ${dateHtml(item.publishedAt, site.zone)}`)}${level === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}${
    item.summary && html`<p class="summary">${item.summary}</p>`
  }`;
}

/** How long an episode or a video is. */
function lengthOf({ files }: PageContext, { revisionId }: Published): string | null {
  const file = (files.get(revisionId) ?? []).find(({ duration }) => duration !== null);
  return file?.duration ? sayLength(file.duration) : null;
}

/** The line above a title: the campaign, the kind where it is not the usual one, and what else belongs there. */
export function kicker(site: Site, { campaign, kind }: Published, more?: Html): Html {
  const label = kind !== 'story' && html`<span>${marks[kind]}${kindWords[kind].label}</span>`;
  if (!campaign && !label && !more) return html``;
  const from =
    campaign && html`${campaignDot(campaign)}<a href="${paths.campaign(site, campaign)}">${campaign.name}</a>`;
  return html`<p class="kicker">${from} ${label} ${more}</p>`;
}

/** What is heard and what is seen have a mark before their word. */
const marks: Partial<Record<ItemKind, Html>> = {
  episode: html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M1 9V6a5 5 0 0 1 10 0v3M1 6.5h2V11H1zM9 6.5h2V11H9z" fill="none" stroke="currentColor" stroke-width="1.4"/></svg>`,
  video: html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 1v10l9-5z" fill="currentColor"/></svg>`,
};

/** A mark in a campaign's colour, drawn without a style attribute, which the security policy forbids. */
function campaignDot({ colour }: PublishedCampaign): Html {
  return html`<svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="6" fill="${colour}"/></svg>`;
}

/** The picture of a card; its title says what it leads to, so the picture has no words of its own. */
function shotHtml(context: PageContext, item: Published, options: { sizes: string; first?: boolean }): Html | null {
  const image = mainImage(item);
  const shown = image && picture(context.pictures.get(image.assetId) ?? [], '', options);
  // Artwork is shown whole: what is written on it would be cut.
  if (shown) return html`<div class="shot${item.kind === 'story' ? '' : ' whole'}">${shown}</div>`;
  const stills = posterFiles(context, item).map((file) => ({ ...file, purpose: 'responsive' }));
  const still = picture(stills, '', options);
  return still && html`<div class="shot">${still}</div>`;
}
