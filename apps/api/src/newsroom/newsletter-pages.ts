import { type Html, html } from './html.ts';
import { bareLayout, layout } from './layout.ts';
import type { Site } from './site.ts';

/** A newsletter as its pages show it. */
interface Shown {
  channelId: string;
  name: string;
  about: string;
  postalAddress: string;
}

function page(site: Site | null, title: string, sentence: string, rest: Html): string {
  const main = html`<div class="article"><header><h1>${title}</h1><p class="standfirst">${sentence}</p></header><div class="prose">${rest}</div></div><div class="space"></div>`;
  if (!site) return bareLayout(title, main);
  return layout({ site, head: { title, description: sentence, canonical: null, type: 'website' }, main });
}

const small = (newsletter: Shown) => html`<p>${newsletter.name}<br>${newsletter.postalAddress}</p>`;

/** The form. `error` says what is wrong with what was typed. */
export function formPage(site: Site | null, newsletter: Shown, typed = '', error = ''): string {
  return page(
    site,
    `Newsletter of ${newsletter.name}`,
    newsletter.about,
    html`<form class="ask" method="post" action="/newsletters/${newsletter.channelId}">
<p><label for="email">Your e-mail address</label><br>
<input id="email" name="email" type="email" required maxlength="254" autocomplete="email" value="${typed}"${error && html` aria-invalid="true" aria-describedby="wrong" autofocus`}></p>
${error && html`<p id="wrong" role="alert">${error}</p>`}
<p hidden><label>Leave this empty <input name="website" tabindex="-1" autocomplete="off"></label></p>
<p><button>Subscribe</button></p>
</form>
<p>We send you a letter first, to be sure that it was you. We keep your address for this newsletter alone, do not look whether you open it, and forget it when you ask. Every letter has a link to unsubscribe.</p>
${small(newsletter)}`,
  );
}

export function askedPage(site: Site | null, newsletter: Shown): string {
  return page(
    site,
    'Look into your mailbox',
    'If you are not subscribed yet, a letter with a link is on its way to you. Follow the link to confirm.',
    html`<p>Nothing there after a few minutes? Look among spam, or check that the address was right.</p>${small(newsletter)}`,
  );
}

export function confirmPage(site: Site | null, newsletter: Shown, token: string): string {
  return page(
    site,
    'One more step',
    `Would you like to get this? ${newsletter.about}`,
    html`<form class="ask" method="post" action="/newsletters/confirm/${token}"><p><button>Yes, subscribe me</button></p></form>${small(newsletter)}`,
  );
}

export function confirmedPage(site: Site | null, newsletter: Shown): string {
  return page(site, 'You are subscribed', 'The next letter comes to you. Thank you.', small(newsletter));
}

export function leavePage(site: Site | null, newsletter: Shown, token: string): string {
  return page(
    site,
    `Unsubscribe from ${newsletter.name}?`,
    `You would no longer get this: ${newsletter.about}`,
    html`<form class="ask" method="post" action="/newsletters/unsubscribe/${token}"><p><button>Unsubscribe</button></p></form>${small(newsletter)}`,
  );
}

/** Whoever was not subscribed any more is told the same. */
export function leftPage(site: Site | null, newsletter: Shown | null): string {
  return page(
    site,
    'You are unsubscribed',
    'You get no more letters.',
    newsletter
      ? html`<p>Was that a mistake? <a href="/newsletters/${newsletter.channelId}">Subscribe again</a>.</p>`
      : html``,
  );
}

export function goneLinkPage(site: Site | null): string {
  return page(
    site,
    'This link does not work any more',
    'It has been used, is older than a week, or a newer one was sent to you. Subscribe again to get another.',
    html``,
  );
}

export function tooManyPage(): string {
  return page(null, 'Too many tries', 'Wait a few minutes, then try again.', html``);
}
