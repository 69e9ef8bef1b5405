/** The last part of the path of an address below a site, which names a post there; null for the site itself and other sites. */
export function slugAt(url: URL, site: unknown): string | null {
  const home = typeof site === 'string' ? URL.parse(site) : null;
  if (!home || url.host !== home.host) return null;
  const base = `${home.pathname.replace(/\/+$/, '')}/`;
  if (!url.pathname.startsWith(base)) return null;
  const [last] = url.pathname.slice(base.length).split('/').filter(Boolean).slice(-1);
  return last && /^[a-z0-9%_.-]{1,400}$/i.test(last) ? last.replace(/\.html?$/, '') : null;
}
