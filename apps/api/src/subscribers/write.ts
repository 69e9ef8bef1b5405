import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import type {
  addSubscriber as addRoute,
  importSubscribers as importRoute,
  Subscriber,
} from '@mobilise/contracts/subscribers';
import { suppressionHash } from '@mobilise/db/links';
import { letters, subscribers, suppressions } from '@mobilise/db/schema/subscribers';
import type { SealingKey } from '@mobilise/db/secrets';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { endSubscription } from '../newsletters.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { addressesIn } from './csv.ts';
import { newsletterOrThrow, shown, subscriberOrThrow } from './read.ts';

/** Rows written by one statement. */
const chunk = 2000;
/** Lines that are told one by one. */
const mostTold = 50;

type Consent = RouteRequest<typeof addRoute>['body']['consent'];

/** When somebody agreed, as whoever adds them says. Problem `invalid_request` for a day that has not come. */
function agreedOn({ now }: Scope, { on }: Consent): Date {
  const at = new Date(`${on}T12:00:00Z`);
  if (at.getTime() > now.getTime() + 86_400_000)
    throw new Problem('invalid_request', 'They cannot have agreed on a day that is still to come.', {
      fields: [{ field: 'body.consent.on', message: 'Choose today or an earlier day' }],
    });
  return at;
}

/** Adds who has agreed. Problems: `not_found`, `conflict` for who is known, left, or asked to be forgotten. */
export function addSubscriber(
  scope: Scope,
  key: SealingKey,
  channelId: string,
  { email, consent }: RouteRequest<typeof addRoute>['body'],
): Promise<Subscriber> {
  return inTransaction(scope, async (scope) => {
    const channel = await newsletterOrThrow(scope, channelId);
    const { added, suppressed } = await insert(scope, key, channelId, [email], consent);
    const field = { field: 'body.email', message: 'Cannot be added' };
    if (suppressed > 0)
      throw new Problem(
        'conflict',
        'This address was erased because its owner asked for it. They can subscribe on the site themselves.',
        { fields: [field] },
      );
    const [row] = await scope.db
      .select()
      .from(subscribers)
      .where(and(eq(subscribers.channelId, channelId), eq(subscribers.email, email)));
    if (!row) throw new Error('A subscriber that was just added is not there');
    if (added.length === 0)
      throw new Problem('conflict', `This address is on the list already, as ${row.state}.`, { fields: [field] });
    // The log outlives what people ask us to forget, so it holds no address.
    await record(scope, {
      action: 'added a subscriber to',
      noun: 'subscribers',
      id: row.id,
      subject: channel.name,
      detail: { ...consent },
    });
    return shown(row);
  });
}

/**
 * Adds the addresses of a CSV file whose owners have agreed elsewhere; whoever imports says where and when, and the log keeps
 * it. Nobody who left, bounced, complained or asked to be forgotten comes back by it. Problem `not_found`.
 */
export function importSubscribers(
  scope: Scope,
  key: SealingKey,
  channelId: string,
  { csv, consent }: RouteRequest<typeof importRoute>['body'],
): Promise<RouteResponse<typeof importRoute>> {
  return inTransaction(scope, async (scope) => {
    const channel = await newsletterOrThrow(scope, channelId);
    const { emails, invalid } = addressesIn(csv);
    const { added, suppressed } = await insert(scope, key, channelId, emails, consent);
    const counts = { added: added.length, suppressed, known: emails.length - added.length - suppressed };
    await record(scope, {
      action: 'imported subscribers of',
      noun: 'subscribers',
      id: channelId,
      subject: channel.name,
      detail: { ...counts, ...consent },
    });
    return { ...counts, invalid: invalid.slice(0, mostTold), invalidCount: invalid.length };
  });
}

async function insert(scope: Scope, key: SealingKey, channelId: string, emails: readonly string[], consent: Consent) {
  const consentAt = agreedOn(scope, consent);
  const hashOf = new Map(emails.map((email) => [suppressionHash(key, channelId, email), email]));
  const now = scope.now.toISOString();
  const suppressed = new Set<string>();
  const added: string[] = [];
  const hashes = [...hashOf.keys()];
  for (let at = 0; at < hashes.length; at += chunk) {
    const some = hashes.slice(at, at + chunk);
    const gone = await scope.db
      .select({ hash: suppressions.hash })
      .from(suppressions)
      .where(and(eq(suppressions.channelId, channelId), inArray(suppressions.hash, some)));
    for (const { hash } of gone) suppressed.add(hash);
    const wanted = some.filter((hash) => !suppressed.has(hash));
    if (wanted.length === 0) continue;
    const people = JSON.stringify(wanted.map((hash) => ({ id: newId(), email: hashOf.get(hash) })));
    // Who was asked by letter and has not answered has agreed by this. Whatever else they are already they stay.
    const rows = await scope.db.execute<{ id: string }>(sql`
      insert into ${subscribers} (id, workspace_id, channel_id, email, state, since, consent_at, consent_source, created_at)
      select p.id, ${scope.workspaceId}, ${channelId}, p.email, 'active', ${now}, ${consentAt.toISOString()}, ${consent.source}, ${now}
      from json_to_recordset(${people}::text::json) as p(id uuid, email text)
      on conflict (channel_id, email) do update set state = 'active', since = excluded.since, consent_at = excluded.consent_at,
        consent_source = excluded.consent_source, asked_at = null
      where ${subscribers}.state = 'pending'
      returning id`);
    added.push(...rows.map(({ id }) => id));
  }
  return { added, suppressed: suppressed.size };
}

/** Unsubscribes somebody who asked for it by telephone, say. Problem `not_found`. */
export function unsubscribe(scope: Scope, channelId: string, id: string): Promise<Subscriber> {
  return inTransaction(scope, async (scope) => {
    const channel = await newsletterOrThrow(scope, channelId);
    await subscriberOrThrow(scope, channelId, id);
    if (await endSubscription(scope.db, id, 'unsubscribed', scope.now))
      await record(scope, { action: 'unsubscribed somebody from', noun: 'subscribers', id, subject: channel.name });
    return shown(await subscriberOrThrow(scope, channelId, id));
  });
}

/** Erases an address here and in every letter's row; what stays is a hash that only this installation can make. Problem `not_found`. */
export function removeSubscriber(scope: Scope, key: SealingKey, channelId: string, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const channel = await newsletterOrThrow(scope, channelId);
    const { email } = await subscriberOrThrow(scope, channelId, id);
    await endSubscription(scope.db, id, 'unsubscribed', scope.now);
    const hash = suppressionHash(key, channelId, email);
    await scope.db.insert(suppressions).values({ channelId, hash, at: scope.now }).onConflictDoNothing();
    await scope.db.update(letters).set({ address: '', reply: null }).where(eq(letters.subscriberId, id));
    await scope.db.delete(subscribers).where(eq(subscribers.id, id));
    await record(scope, { action: 'erased a subscriber of', noun: 'subscribers', id, subject: channel.name });
    return { ok: true };
  });
}
