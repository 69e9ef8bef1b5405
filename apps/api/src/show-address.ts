/** What a show's addresses begin with: the installation's own. */
export interface Address {
  publicUrl: string;
}

/** The address of a show's feed; its page is without the last part. */
export function feedUrl({ publicUrl }: Address, site: string, slug: string): string {
  return `${publicUrl}/news/${site}/shows/${slug}/feed.xml`;
}
