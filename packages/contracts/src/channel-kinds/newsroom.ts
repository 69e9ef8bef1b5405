import { z } from 'zod';
import { colour, slug, text } from '../fields.ts';
import type { ChannelKind } from './kind.ts';

export const newsroomConfig = z.object({ slug, description: text(300), colour });

export const newsroom = {
  label: 'Newsroom site',
  safety: 'A',
  shows: 'item',
  limits: { text: null, images: null, source: 'our own site', readOn: '2026-11-23' },
  grace: 6 * 3600,
  metrics: ['views', 'readers'],
  linkCard: false,
  rate: null,
  after: { edit: true, remove: true, reply: false },
  addressed: true,
  config: newsroomConfig,
  address: (config, publicUrl) => `${publicUrl}/news/${newsroomConfig.parse(config).slug}`,
  account: () => null,
} as const satisfies ChannelKind;
