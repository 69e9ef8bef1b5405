import { z } from 'zod';
import { httpUrl } from '../fields.ts';
import type { ChannelKind } from './kind.ts';
import { siteName } from './site-name.ts';

export const wordpressConfig = z.object({
  /** Where visitors find it. */
  site: httpUrl,
  /** Where its REST API begins: `https://news.example/wp-json/`, or `https://news.example/?rest_route=/`. */
  root: httpUrl,
  userName: z.string(),
});

export const wordpress = {
  label: 'WordPress',
  safety: 'D',
  shows: 'item',
  limits: {
    text: null,
    images: null,
    source: 'developer.wordpress.org/rest-api/reference: posts, media; what a site accepts is set by its host',
    readOn: '2026-11-26',
  },
  grace: 6 * 3600,
  metrics: ['comments'],
  linkCard: false,
  rate: null,
  after: { edit: true, remove: true, reply: false },
  addressed: true,
  config: wordpressConfig,
  address: (config) => wordpressConfig.parse(config).site,
  account: (config) => siteName(wordpressConfig.parse(config).site),
} as const satisfies ChannelKind;
