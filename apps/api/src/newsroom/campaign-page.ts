import { cardList, leadCard } from './cards.ts';
import { sayPeriod } from './dates.ts';
import { html } from './html.ts';
import { breadcrumbs, layout } from './layout.ts';
import { type PageContext, type Published, type PublishedCampaign, paths } from './site.ts';

/** Items a campaign page shows at most, the newest first. */
export const campaignLimit = 60;

/** The page of a campaign, in its own colour. */
export function campaignPage(context: PageContext, campaign: PublishedCampaign, items: readonly Published[]): string {
  const { site, origin } = context;
  const canonical = origin + paths.campaign(site, campaign);
  const period = sayPeriod(campaign.startsOn, campaign.endsOn);
  // The page itself says which campaign they are of.
  const [lead, ...rest] = items.map((item) => ({ ...item, campaign: null }));
  return layout({
    site,
    colour: campaign.colour,
    head: {
      title: campaign.name,
      description: campaign.summary || `${campaign.name}, by ${site.name}`,
      canonical,
      type: 'website',
      data: [
        {
          '@type': 'CollectionPage',
          name: campaign.name,
          url: canonical,
          description: campaign.summary,
          inLanguage: 'en-GB',
        },
        breadcrumbs([
          { name: site.name, url: origin + paths.index(site) },
          { name: campaign.name, url: canonical },
        ]),
      ],
    },
    masthead: html`<header class="band cover"><div class="frame"><p class="up"><a href="${paths.index(site)}">${site.name}</a></p><h1>${campaign.name}</h1>${
      campaign.summary && html`<p>${campaign.summary}</p>`
    }${period && html`<p class="period">${period}</p>`}</div></header>`,
    main: html`<div class="frame">${lead && leadCard(context, lead)}${cardList(context, rest, 2)}</div><div class="space"></div>`,
  });
}
