/** SQL: an id out of JSON. Anything else is none: an error would keep everything that is due from going out, or a screen from opening. */
export const idIn = (json: string): string =>
  `case when ${json} #>> '{}' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (${json} #>> '{}')::uuid end`;

/**
 * SQL: the show whose cover a revision of an episode has in its files and on its page, because it has none of its own; a table of
 * one row at most, with `asset_id`, `show_id` and `title`.
 */
export const showWithCover = (revisionId: string): string =>
  `(select s.artwork_id as asset_id, s.id as show_id, s.title
    from revisions covered join items episode on episode.id = covered.item_id join shows s on s.id = episode.show_id
    where covered.id = ${revisionId} and covered.content #>> '{artwork,assetId}' is null and s.artwork_id is not null)`;

/** SQL: that cover as JSON, with `assetId` and what is said of it where it cannot be seen; null where there is none. */
export const coverFor = (revisionId: string): string =>
  `(select json_build_object('assetId', a.id, 'alt', coalesce(nullif(a.alt, ''), 'The cover of “' || cover.title || '”'))
    from ${showWithCover(revisionId)} cover join assets a on a.id = cover.asset_id)`;

/**
 * SQL: the ids of the uploads that the post `p` carries, in the revision it stands on, in its own words for the channel, or as the
 * cover of its show; a table with the one column `asset_id`. Only the first part is of most posts not empty.
 */
const uploadsOfPost = (p: string): string =>
  `(select ra.asset_id from revision_assets ra where ra.revision_id = ${p}.revision_id
    union all
    select ${idIn('used')} from jsonb_path_query(${p}.content, '$.**.assetId') used
    union all
    select cover.asset_id from ${showWithCover(`${p}.revision_id`)} cover)`;

/** SQL: the hashes of the upload `a` and of all that it was made of; a table with the one column `sha256`. */
const bytesOf = (a: string): string =>
  `(select ${a}.sha256 union all select made.sha256 from asset_sources made where made.asset_id = ${a}.id)`;

/** SQL: the consents about the upload `a`, or about what it was made of, in its workspace; a table with `id` and `sha256`. */
const consentsAbout = (a: string): string =>
  `(select distinct c.id, ca.sha256 from ${bytesOf(a)} bytes join consent_assets ca on ca.sha256 = bytes.sha256
      join consents c on c.id = ca.consent_id where c.workspace_id = ${a}.workspace_id)`;

/**
 * SQL: whether the consent `c` about some bytes has ended by a day, and nobody wrote down a new one of the same person for the same
 * bytes, or for the upload `a` that was made of them.
 * @param sha256 the bytes
 * @param day a date, the last on which it is to be used
 */
export const consentEnded = (c: string, sha256: string, a: string, day: string): string =>
  `((${c}.withdrawn_at is not null or ${c}.until < ${day}) and not exists (
    select from consent_assets renewed join consents again on again.id = renewed.consent_id
    where renewed.sha256 in (${sha256}, ${a}.sha256) and again.workspace_id = ${c}.workspace_id
      and lower(again.person) = lower(${c}.person)
      and again.withdrawn_at is null and (again.until is null or again.until >= ${day})))`;

/**
 * SQL: the consents that keep the upload `a` from being used on a day, with `id`, `person`, `withdrawn_at` and `until`: those that
 * have ended about its bytes or those of what it was made of, whichever upload of the workspace they were about, and whether that is
 * still there.
 */
export const endedConsents = (a: string, day: string): string =>
  `(select distinct c.id, c.person, c.withdrawn_at, c.until from ${consentsAbout(a)} about join consents c on c.id = about.id
    where ${consentEnded('c', 'about.sha256', a, day)})`;

/** SQL: the last day of the right to use the upload `a`: its own, or that of something it was made of, whichever comes first. */
export const usableUntil = (a: string): string =>
  `least(${a}.rights_until, (select min(source.rights_until) from asset_sources made join assets source on source.id = made.source_id
    where made.asset_id = ${a}.id))`;

/** SQL: whether the upload `a` may not be used on a day any more: its rights or the consent of somebody in it have ended. */
export const rightsEnded = (a: string, day: string): string =>
  `(coalesce(${usableUntil(a)} < ${day}, false) or exists ${endedConsents(a, day)})`;

/** SQL: whether the post `p` carries an upload that may not be used any more on the day for which it is scheduled. */
export const carriesEnded = (p: string): string =>
  `exists (
    select from ${uploadsOfPost(p)} carried join assets a on a.id = carried.asset_id
    where ${rightsEnded('a', `coalesce(left(${p}.wall_time, 10)::date, current_date)`)})`;
