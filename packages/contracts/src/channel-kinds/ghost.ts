import { z } from 'zod';
import { httpUrl } from '../fields.ts';
import type { ChannelKind } from './kind.ts';
import { siteName } from './site-name.ts';

export const ghostConfig = z.object({
  /** Where visitors find it. */
  site: httpUrl,
  /** Where its Admin API begins; not always on the site’s own host: `https://riverside.ghost.io/ghost/api/admin/`. */
  api: httpUrl,
});

export const ghost = {
  label: 'Ghost',
  safety: 'D',
  shows: 'item',
  limits: {
    text: null,
    images: null,
    source: 'docs.ghost.org/admin-api: posts, images; schema of Ghost 6.65',
    readOn: '2026-11-26',
  },
  grace: 6 * 3600,
  metrics: ['comments'],
  linkCard: false,
  rate: null,
  after: { edit: true, remove: true, reply: false },
  addressed: true,
  config: ghostConfig,
  address: (config) => ghostConfig.parse(config).site,
  account: (config) => siteName(ghostConfig.parse(config).site),
} as const satisfies ChannelKind;
