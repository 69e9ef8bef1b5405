import { type SQL, sql } from 'drizzle-orm';

/** SQL: whether the file of an episode is there for this revision. The feed leaves an episode out while it is not. */
export const hasFile = (revisionId: SQL): SQL<boolean> =>
  sql`exists (select from revision_files f where f.revision_id = ${revisionId} and f.purpose = 'episode' and f.format in ('mp3', 'm4a'))`;
