/** A site without what may differ between two addresses of it: `https://News.Example/blog/` → `news.example/blog`. */
export function siteName(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`.replace(/\/+$/, '');
}
