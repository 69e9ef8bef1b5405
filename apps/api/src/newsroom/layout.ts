import { iconUrl, mainFontUrl, styleUrl } from './assets.ts';
import { paletteOf } from './colour.ts';
import { type Html, html, jsonLd } from './html.ts';
import { paths, type Site } from './site.ts';

/** What search engines, link cards and feed readers are told about a page. */
export interface PageHead {
  title: string;
  description: string;
  /** Absolute address; null on a page that is not to be found again. */
  canonical: string | null;
  type: 'website' | 'article';
  /** The picture of a link card: absolute address and size in pixels. */
  image?: { url: string; width: number; height: number; alt: string } | undefined;
  published?: Date;
  updated?: Date;
  /** Feeds of its own, beside those of the site: their names and paths. */
  feeds?: readonly { title: string; path: string }[];
  /** Scripts by path; a page that has none runs none. */
  scripts?: readonly string[];
  /** JSON-LD objects. */
  data?: readonly object[];
}

export interface PageFrame {
  site: Site;
  head: PageHead;
  /** The colour the page is set in; the site's unless a campaign brings its own. */
  colour?: string;
  /** The masthead, when it is not the slim one. */
  masthead?: Html;
  main: Html;
}

/** A whole page of a site. */
export function layout({ site, head, colour = site.colour, masthead, main }: PageFrame): string {
  const title = head.title === site.name ? site.name : `${head.title} – ${site.name}`;
  const feed = (type: string, href: string, name: string) =>
    html`<link rel="alternate" type="${type}" title="${site.name} (${name})" href="${href}">`;
  const headHtml = html`<title>${title}</title>
${
  head.description &&
  html`<meta name="description" content="${head.description}">
<meta property="og:description" content="${head.description}">`
}
${
  head.canonical
    ? html`<link rel="canonical" href="${head.canonical}">
<meta property="og:url" content="${head.canonical}">`
    : html`<meta name="robots" content="noindex">`
}
${head.feeds?.map(({ title, path }) => html`<link rel="alternate" type="application/rss+xml" title="${title}" href="${path}">`)}
${feed('application/rss+xml', paths.rss(site), 'RSS')}
${feed('application/atom+xml', paths.atom(site), 'Atom')}
${feed('application/feed+json', paths.jsonFeed(site), 'JSON Feed')}
<meta property="og:site_name" content="${site.name}">
<meta property="og:title" content="${head.title}">
<meta property="og:type" content="${head.type}">
<meta property="og:locale" content="en_GB">
${
  head.image &&
  html`<meta property="og:image" content="${head.image.url}">
<meta property="og:image:width" content="${head.image.width}">
<meta property="og:image:height" content="${head.image.height}">
<meta property="og:image:alt" content="${head.image.alt}">`
}
${head.published && html`<meta property="article:published_time" content="${head.published.toISOString()}">`}
${head.updated && html`<meta property="article:modified_time" content="${head.updated.toISOString()}">`}
<meta name="twitter:card" content="${head.image ? 'summary_large_image' : 'summary'}">
${head.scripts?.map((path) => html`<script type="module" src="${path}"></script>`)}
${head.data?.map((data) => jsonLd({ '@context': 'https://schema.org', ...data }))}`;
  return document(
    colour,
    headHtml,
    html`${masthead ?? slimMasthead(site)}
<main id="main" tabindex="-1">${main}</main>
${footer(site)}`,
  );
}

/** A page that belongs to no site: an address or a site that does not exist, a fault. */
export function bareLayout(title: string, main: Html): string {
  return document(
    '#33413e',
    html`<title>${title}</title><meta name="robots" content="noindex">`,
    html`<main id="main" tabindex="-1">${main}</main>`,
  );
}

function document(colour: string, head: Html, body: Html): string {
  const palette = paletteOf(colour);
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="${palette.band}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${palette.dark.band}" media="(prefers-color-scheme: dark)">
<link rel="preload" href="${mainFontUrl}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${styleUrl(colour)}">
<link rel="icon" href="${iconUrl(colour)}" type="image/svg+xml">
${head}
</head>
<body>
<a class="skip" href="#main">Skip to the main content</a>
${body}
</body>
</html>
`.markup.replace(/\n{2,}/g, '\n');
}

function slimMasthead(site: Site): Html {
  return html`<header class="band"><div class="frame"><a class="name" href="${paths.index(site)}">${site.name}</a><nav aria-label="Site"><a href="${paths.index(site)}">All news</a></nav></div></header>`;
}

function footer(site: Site): Html {
  return html`<footer class="foot"><div class="frame">
<p><strong>${site.name}</strong>${site.description && html`<br>${site.description}`}<br>This site sets no cookies. It counts visits without keeping anything about you.</p>
<nav aria-label="More ways to read"><ul>${site.newsletterId && html`<li><a href="/newsletters/${site.newsletterId}">Newsletter by e-mail</a></li>`}<li><a href="${paths.index(site)}">All news</a></li>${site.shows.map((show) => html`<li><a href="${paths.show(site, show)}">Podcast: ${show.title}</a></li>`)}<li><a href="${paths.rss(site)}">RSS</a></li><li><a href="${paths.atom(site)}">Atom</a></li><li><a href="${paths.jsonFeed(site)}">JSON Feed</a></li></ul></nav>
</div></footer>`;
}

/** The breadcrumbs of a page for search engines: names and absolute addresses, outermost first. */
export function breadcrumbs(crumbs: readonly { name: string; url: string }[]): object {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map(({ name, url }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: url,
    })),
  };
}
