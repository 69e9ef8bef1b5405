import { z } from 'zod';
import { httpUrl, id, text } from './fields.ts';
import { image } from './image.ts';

const words = text(10_000);
const images = z.array(image).max(20);

/** What one channel gets beside the item itself. */
export const postContent = z.object({
  text: words,
  images,
  link: httpUrl.nullable(),
  /** The published post on the same channel that this one answers, where the channel has replies. Stays as it was made. */
  replyTo: id.optional(),
  /** What follows it when it is out, each part answering the one before, where the channel has that. */
  thread: z
    .array(z.object({ text: words, images }))
    .max(24)
    .optional(),
  /** Which part of a thread it is: 2 follows the first. Only of posts that came into being as parts; stays as it was made. */
  part: z.number().int().optional(),
});
export type PostContent = z.infer<typeof postContent>;
export type Following = NonNullable<PostContent['thread']>[number];

/** What people write of it; whether it is a part of a thread is not for them to say. */
export const writtenContent = postContent.omit({ part: true });
