import { z } from 'zod';

/** The kinds of item by name, in words. What each is made of is in `kinds.ts`, which lists and calendars need not load. */
export const kindWords = {
  story: { label: 'Story', plural: 'Stories' },
  infographic: { label: 'Infographic', plural: 'Infographics' },
  episode: { label: 'Episode', plural: 'Episodes' },
  video: { label: 'Video', plural: 'Videos' },
} as const;

export type ItemKind = keyof typeof kindWords;
export const itemKinds = Object.keys(kindWords) as [ItemKind, ...ItemKind[]];
export const itemKind = z.enum(itemKinds);
