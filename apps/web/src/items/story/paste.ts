/**
 * Cleans HTML copied from Word, Outlook, Google Docs or a web page before the editor reads it. The editor's own schema
 * drops what a story cannot hold; this repairs what would otherwise be read wrongly: Word's lists that are paragraphs
 * with bullets typed in front, headings of other levels, bold that is switched off by a style, tables.
 */
export function cleanPasted(html: string): string {
  const plain = html.replace(/<!--[\s\S]*?-->/g, '').replace(/<!\[(?:if|endif)[^\]]*\]>/g, '');
  const { body } = new DOMParser().parseFromString(plain, 'text/html');
  for (const element of body.querySelectorAll('style, script, meta, link, title, xml, o\\:p:empty')) element.remove();
  for (const element of body.querySelectorAll('h1, h5, h6')) rename(element, element.localName === 'h1' ? 'h2' : 'h4');
  // Google Docs wraps everything in a <b> whose style says it is not bold.
  for (const element of body.querySelectorAll<HTMLElement>('b, strong')) {
    if (/^(normal|400)$/.test(element.style.fontWeight)) element.replaceWith(...element.childNodes);
  }
  makeLists(body);
  // The inner ones first: by then they are blocks within a cell.
  for (const table of [...body.querySelectorAll('table')].reverse()) openTable(table);
  return body.innerHTML;
}

function rename(element: Element, name: string): HTMLElement {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

/** A story has no tables: its rows become paragraphs. */
function openTable(table: HTMLTableElement): void {
  const rows = [...table.rows].flatMap(openRow);
  table.replaceWith(...(table.caption ? [rename(table.caption, 'p')] : []), ...rows);
}

/** A row as one paragraph with bars between its cells; cells of more than a paragraph, as pages lay them out, as blocks. */
function openRow(row: HTMLTableRowElement): HTMLElement[] {
  const cells = [...row.cells];
  const isLine = cells.every(
    (cell) =>
      !cell.querySelector('ul, ol, blockquote, h2, h3, h4, hr, img[data-asset]') &&
      cell.querySelectorAll('p, div').length < 2,
  );
  if (cells.length < 2 || !isLine) return cells.map((cell) => rename(cell, 'div'));
  if (!row.textContent.trim()) return [];
  const line = row.ownerDocument.createElement('p');
  for (const [place, cell] of cells.entries()) {
    const inner = cell.querySelector('p, div');
    inner?.replaceWith(' ', ...inner.childNodes, ' ');
    line.append(...(place > 0 ? [' | '] : []), ...cell.childNodes);
  }
  return [line];
}

/** Word writes a list entry as `<p style="mso-list:l0 level2 lfo1">·  words</p>`. */
function makeLists(body: HTMLElement): void {
  const entries = [...body.querySelectorAll<HTMLElement>('p')].filter((element) =>
    /mso-list:/i.test(element.getAttribute('style') ?? ''),
  );
  let open: { list: HTMLElement; level: number }[] = [];
  let last: Element | null = null;
  for (const entry of entries) {
    const level = Number(/level(\d+)/i.exec(entry.getAttribute('style') ?? '')?.[1] ?? 1);
    const marker = [...entry.querySelectorAll<HTMLElement>('span')].find((span) =>
      /mso-list:\s*ignore/i.test(span.getAttribute('style') ?? ''),
    );
    const isNumbered = /^\s*(\d+|[a-z]{1,3})[.)]/i.test(marker?.textContent ?? '');
    marker?.remove();
    const item = entry.ownerDocument.createElement('li');
    const words = entry.ownerDocument.createElement('p');
    words.append(...entry.childNodes);
    item.append(words);
    if (last === null || entry.previousElementSibling !== last) open = [];
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > level) open.pop();
    let top = open.at(-1);
    if (!top || top.level < level) {
      const list = entry.ownerDocument.createElement(isNumbered ? 'ol' : 'ul');
      if (top) {
        (top.list.lastElementChild ?? top.list).append(list);
        entry.remove();
      } else {
        entry.replaceWith(list);
        last = list;
      }
      top = { list, level };
      open.push(top);
    } else entry.remove();
    top.list.append(item);
  }
}
