import { html } from './html.ts';
import { bareLayout, layout } from './layout.ts';
import { paths, type Site } from './site.ts';

const messages = {
  400: ['What you sent could not be read', 'It was too long or damaged. Go back and try again.'],
  404: ['There is no such page', 'The address may be mistyped, or the page may have moved.'],
  405: ['This page can only be read', 'It takes no other kind of request.'],
  410: ['This page has been taken down', 'It was here, and the team has removed it.'],
  500: ['Something went wrong on our side', 'Try again in a little while.'],
  503: ['This page cannot be shown at this moment', 'It will be back shortly. Try again in a few seconds.'],
} as const;

export type ErrorStatus = keyof typeof messages;

/**
 * A page that says what is wrong and where to go on, in the site's colours where there is a site. `why` is a team's own sentence
 * about what it has taken down.
 */
export function errorPage(status: ErrorStatus, site: Site | null, why?: string): string {
  const [title, sentence] = messages[status];
  const main = html`<div class="article"><header><h1>${title}</h1><p class="standfirst">${sentence}</p>${why && html`<p>${why}</p>`}${
    site && html`<p><a href="${paths.index(site)}">See all news from ${site.name}</a></p>`
  }</header></div><div class="space"></div>`;
  if (!site) return bareLayout(title, main);
  return layout({ site, head: { title, description: sentence, canonical: null, type: 'website' }, main });
}
