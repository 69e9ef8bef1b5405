import { z } from 'zod';

/** The kinds of item by name. What their content is made of stands in kinds.ts, which the calendar need not load. */
export const kindNames = {
  story: { label: 'Story', plural: 'Stories' },
  infographic: { label: 'Infographic', plural: 'Infographics' },
  episode: { label: 'Episode', plural: 'Episodes' },
  video: { label: 'Video', plural: 'Videos' },
};

export type ItemKind = keyof typeof kindNames;
export const itemKinds = Object.keys(kindNames) as [ItemKind, ...ItemKind[]];
export const itemKind = z.enum(itemKinds);
