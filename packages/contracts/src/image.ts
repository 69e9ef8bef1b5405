import { z } from 'zod';
import { id, text } from './fields.ts';

/** Longest alternative text we keep; channels may allow less (Mastodon 1,500, X 1,000, Bluesky 2,000 graphemes). */
export const maxAltText = 1500;

/** An image in use: the upload and the alternative text for this use of it. */
export const image = z.object({ assetId: id, alt: text(maxAltText) });
export type Image = z.infer<typeof image>;
