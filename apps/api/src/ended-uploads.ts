import type { EndedUpload } from '@mobilise/contracts/ended-uploads';
import { dateOf, sayDate } from '@mobilise/contracts/time';
import { endedConsents, rightsEnded, showWithCover, usableUntil } from '@mobilise/db/rights';
import { sql } from 'drizzle-orm';
import type { Scope } from './scope.ts';

interface Row extends Record<string, unknown> {
  id: string;
  filename: string;
  /** The workspace's. */
  zone: string;
  showId: string | null;
  showTitle: string | null;
  /** The last day of the right to use it, where that is before the day asked for. */
  rightsUntil: string | null;
  /** Whether that is not its own, but that of what it was made of. */
  bySource: boolean;
  /** One for each person. */
  consents: { person: string; withdrawnAt: string | null; until: string | null }[];
}

/**
 * The uploads that may not be used on a day any more, by name: of a revision, the cover that it has from its show, and of some
 * further uploads.
 * @param day the last local date on which they are to be used, today or later
 */
export async function endedUploads(
  scope: Scope,
  revisionId: string,
  day: string,
  further: readonly string[] = [],
): Promise<EndedUpload[]> {
  const date = `'${Temporal.PlainDate.from(day)}'::date`;
  const rows = await scope.db.execute<Row>(sql`
    with carrying as (select ${revisionId}::uuid as revision_id)
    select a.id, a.filename, w.zone, cover.show_id as "showId", cover.title as "showTitle",
      case when ${sql.raw(usableUntil('a'))} < ${sql.raw(date)} then ${sql.raw(usableUntil('a'))}::text end as "rightsUntil",
      (a.rights_until < ${sql.raw(date)}) is not true as "bySource",
      array(
        select distinct on (lower(c.person)) json_build_object('person', c.person, 'withdrawnAt', c.withdrawn_at, 'until', c.until)
        from ${sql.raw(endedConsents('a', date))} c
        order by lower(c.person), c.withdrawn_at desc nulls last, c.until desc
      ) as consents
    from carrying cross join assets a join workspaces w on w.id = a.workspace_id
      left join lateral ${sql.raw(showWithCover('carrying.revision_id'))} cover on cover.asset_id = a.id
    where a.workspace_id = ${scope.workspaceId}
      and (a.id in (select ra.asset_id from revision_assets ra where ra.revision_id = carrying.revision_id)
        or a.id = any(${sql.param([...further])}::uuid[]) or cover.asset_id is not null)
      and ${sql.raw(rightsEnded('a', date))}
    order by a.filename, a.id`);
  return rows.map((row) => told(row, dateOf(scope.now, row.zone)));
}

function told(
  { id, filename, zone, showId, showTitle, rightsUntil, bySource, consents }: Row,
  today: string,
): EndedUpload {
  const show = showId !== null && showTitle !== null ? { id: showId, title: showTitle } : null;
  const name = show ? `“${filename}”, the cover of the show “${show.title}”,` : `“${filename}”`;
  const endOf = (until: string) => `${until < today ? 'ended' : 'ends'} on ${sayDate(until)}`;
  const byEnd = Map.groupBy(consents, ({ withdrawnAt, until }) =>
    withdrawnAt
      ? `was withdrawn on ${sayDate(dateOf(new Date(withdrawnAt), zone))}`
      : until
        ? endOf(until)
        : 'has ended',
  );
  const sentences = [
    ...(rightsUntil ? [`The right to use ${bySource ? `what ${name} was made of` : name} ${endOf(rightsUntil)}.`] : []),
    ...[...byEnd].map(
      ([end, people]) => `The consent of ${list.format(people.map(({ person }) => person))} for ${name} ${end}.`,
    ),
  ];
  const ends = [
    ...(rightsUntil ? [rightsUntil] : []),
    ...consents.map((one) => (one.withdrawnAt ? '' : (one.until ?? ''))),
  ];
  const [until = ''] = ends.sort();
  return { id, filename, why: sentences.join(' '), until: until < today ? null : until, show };
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
