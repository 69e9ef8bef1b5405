import { z } from 'zod';
import { id } from './fields.ts';

/** Another episode of its show that has an episode's season and number; trailers and extras may share one. */
export const sameNumber = z.object({ id, title: z.string() }).nullable();
export type SameNumber = z.infer<typeof sameNumber>;
