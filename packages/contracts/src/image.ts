import { z } from 'zod';
import { id, text } from './fields.ts';
import { maxAltText } from './media.ts';

/** An image in use: the upload and the alternative text for this use of it. */
export const image = z.object({ assetId: id, alt: text(maxAltText) });
export type Image = z.infer<typeof image>;
