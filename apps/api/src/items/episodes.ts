import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { ItemContent } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import { emptyEpisode } from '@mobilise/contracts/recordings';
import { shows } from '@mobilise/db/schema/shows';
import { and, eq, sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { nextNumberOf, seasonOf } from '../show-numbers.ts';

/**
 * What a new episode takes over from its show: intro, outro, whether it is explicit, season and number. Null for other kinds, which
 * have no show. The show is locked until the transaction ends, so that two episodes made at once have different numbers.
 * Problems: `invalid_request` naming `body.showId`, `wrong_state` for a show that is archived.
 */
export async function takenFromShow(
  scope: Scope,
  kind: ItemKind,
  showId: string | undefined,
): Promise<ItemContent | null> {
  if (kind !== 'episode' && showId) throw invalid('Only episodes belong to a show');
  if (kind !== 'episode') return null;
  if (!showId) throw invalid('Say which show the episode belongs to');
  const mine = and(eq(shows.workspaceId, scope.workspaceId), eq(shows.id, showId));
  const [show] = await scope.db.select().from(shows).where(mine).for('no key update');
  if (!show) throw invalid('There is no such show in this workspace');
  if (show.archivedAt)
    throw new Problem('wrong_state', 'This show is archived. Take it out of the archive first.', {
      fields: [{ field: 'body.showId', message: 'This show is archived' }],
    });
  // Read once the show is locked: joined to a row that was waited for, it would be the number from before the wait.
  const id = sql`${shows}.id`;
  const [next] = await scope.db
    .select({ season: seasonOf(id), number: nextNumberOf(id) })
    .from(shows)
    .where(mine);
  return {
    ...emptyEpisode,
    intro: show.introId ? { assetId: show.introId } : null,
    outro: show.outroId ? { assetId: show.outroId } : null,
    explicit: show.explicit,
    season: next?.season ?? null,
    number: next?.number ?? null,
  };
}

function invalid(message: string): Problem {
  return new Problem('invalid_request', `body.showId: ${message}`, { fields: [{ field: 'body.showId', message }] });
}
