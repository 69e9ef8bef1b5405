import { kindWords } from '@mobilise/contracts/item-kinds';
import { kindOf } from '@mobilise/contracts/kinds';
import { dateHtml } from './dates.ts';
import { type Html, html } from './html.ts';
import { picture } from './picture.ts';
import { type PageContext, type Published, type PublishedCampaign, paths, type Site } from './site.ts';

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

function words({ site }: PageContext, item: Published, level: 2 | 3): Html {
  const link = html`<a class="title" href="${paths.item(site, item)}">${item.title}</a>`;
  return html`${kicker(site, item, dateHtml(item.publishedAt, site.zone))}${level === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}${
    item.summary && html`<p class="summary">${item.summary}</p>`
  }`;
}

/** The line above a title: the campaign, the kind where it is not the usual one, and what else belongs there. */
export function kicker(site: Site, { campaign, kind }: Published, more?: Html): Html {
  const label = kind !== 'story' && html`<span>${kindWords[kind].label}</span>`;
  if (!campaign && !label && !more) return html``;
  const from =
    campaign && html`${campaignDot(campaign)}<a href="${paths.campaign(site, campaign)}">${campaign.name}</a>`;
  return html`<p class="kicker">${from} ${label} ${more}</p>`;
}

/** A mark in a campaign's colour, drawn without a style attribute, which the security policy forbids. */
function campaignDot({ colour }: PublishedCampaign): Html {
  return html`<svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="6" fill="${colour}"/></svg>`;
}

/** The picture of a card; its title says what it leads to, so the picture has no words of its own. */
function shotHtml(
  { pictures }: PageContext,
  item: Published,
  options: { sizes: string; first?: boolean },
): Html | null {
  const image = kindOf(item.kind).images(item.content)[0];
  const shown = image && picture(pictures.get(image.assetId) ?? [], '', options);
  // Artwork is shown whole: what is written on it would be cut.
  return shown ? html`<div class="shot${item.kind === 'story' ? '' : ' whole'}">${shown}</div>` : null;
}
