import type { InfographicContent } from '@mobilise/contracts/kinds';
import { mediaUrl } from '../thumbs.ts';
import { type Html, html, paragraphs } from './html.ts';
import { type ItemPage, itemLayout } from './item-page.ts';
import { figure, largest, wide } from './picture.ts';
import { type PageContext, type Published, paths } from './site.ts';

/** The page of an infographic: the artwork, everything it says in words, the data behind it, and where that is from. */
export function infographicPage(page: ItemPage, content: InfographicContent): string {
  const { item, origin, pictures } = page;
  const file = content.artwork && largest(pictures.get(content.artwork.assetId) ?? []);
  return itemLayout(
    page,
    html`${artworkHtml(page, content)}
${content.longDescription.trim() && html`<section class="section" aria-labelledby="words"><h2 id="words">In words</h2>${paragraphs(content.longDescription)}</section>`}
${content.data && dataHtml(page, item, content.data)}
${
  content.sources.length > 0 &&
  html`<section class="section" aria-labelledby="sources"><h2 id="sources">Sources</h2><ol class="sources">${content.sources.map(
    ({ title, url }) => html`<li>${url ? html`<a href="${url}" rel="noopener">${title}</a>` : title}</li>`,
  )}</ol></section>`
}`,
    {
      '@type': 'ImageObject',
      name: item.title,
      ...(file && { contentUrl: origin + mediaUrl(file), width: file.width, height: file.height }),
      ...(content.artwork?.alt && { caption: content.artwork.alt }),
    },
  );
}

function artworkHtml({ pictures }: PageContext, { artwork }: InfographicContent): Html | null {
  if (!artwork) return null;
  const file = largest(pictures.get(artwork.assetId) ?? []);
  const tall = file !== undefined && file.height > file.width;
  const shown = figure(pictures, artwork, { sizes: tall ? '(max-width: 874px) 100vw, 874px' : wide, first: true });
  if (!file) return html`<div class="hero">${shown}</div>`;
  return html`<div class="hero${tall ? ' tall' : ''}"><a href="${mediaUrl(file)}">${shown}<span>Open the artwork at full size</span></a></div>`;
}

function dataHtml(
  { site }: PageContext,
  item: Published,
  { caption, columns, rows }: NonNullable<InfographicContent['data']>,
): Html {
  const numeric = columns.map(
    (_, column) => column > 0 && rows.length > 0 && rows.every((row) => isNumber(row[column] ?? '')),
  );
  const align = (column: number) => (numeric[column] ? html` class="n"` : html``);
  return html`<section class="section broad"><h2 id="data">The data</h2>
<div class="table" role="region" aria-labelledby="data" tabindex="0"><table>${caption && html`<caption>${caption}</caption>`}
<thead><tr>${columns.map((name, column) => html`<th scope="col"${align(column)}>${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, column) => (column === 0 ? html`<th scope="row">${cell}</th>` : html`<td${align(column)}>${cell}</td>`))}</tr>`,
  )}</tbody></table></div>
<p class="download"><a href="${paths.data(site, item)}" download>Download the data (CSV)</a></p></section>`;
}

/** A number as people write it, or a blank where one is missing. */
function isNumber(cell: string): boolean {
  return /^[-+−]?[£$€]?\d[\d,.\s]*%?$|^[–—-]?$/.test(cell.trim());
}
