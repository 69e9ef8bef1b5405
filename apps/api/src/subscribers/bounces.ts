import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import type { reportBounce as bounceRoute } from '@mobilise/contracts/subscribers';
import { verified } from '@mobilise/db/links';
import { posts } from '@mobilise/db/schema/posts';
import { letters } from '@mobilise/db/schema/subscribers';
import type { SealingKey } from '@mobilise/db/secrets';
import { and, eq } from 'drizzle-orm';
import { endSubscription } from '../newsletters.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { newsletterOrThrow } from './read.ts';
import { type Report, readReport } from './reports.ts';

/**
 * Keeps what became of a letter after the mail server had taken it. Reports come from anybody, so only one that names a letter
 * with our own signature counts. Problem `not_found`.
 */
export async function reportBounce(
  scope: Scope,
  key: SealingKey,
  channelId: string,
  body: RouteRequest<typeof bounceRoute>['body'],
): Promise<RouteResponse<typeof bounceRoute>> {
  const channel = await newsletterOrThrow(scope, channelId);
  const report: Report | null =
    'message' in body
      ? await readReport(body.message)
      : { names: [body.messageId.replace(/^<|@.*$/g, '')], type: body.type, reply: body.reply };
  const id = report?.names.map((name) => verified(key, 'letter', name)?.[0]).find(Boolean);
  if (!report || !id) return { outcome: 'unknown' };
  return inTransaction(scope, async (scope) => {
    const [letter] = await scope.db
      .select({
        id: letters.id,
        subscriberId: letters.subscriberId,
        postId: letters.postId,
        bouncedAt: letters.bouncedAt,
      })
      .from(letters)
      .innerJoin(posts, eq(posts.id, letters.postId))
      .where(and(eq(letters.id, Number(id)), eq(posts.channelId, channelId), eq(posts.workspaceId, scope.workspaceId)))
      .for('update', { of: letters });
    if (!letter) return { outcome: 'unknown' as const };
    if (report.type === 'soft') return { outcome: 'noted' as const };
    const isComplaint = report.type === 'complaint';
    if (!isComplaint)
      await scope.db
        .update(letters)
        .set({ bouncedAt: letter.bouncedAt ?? scope.now, reply: report.reply })
        .where(eq(letters.id, letter.id));
    const state = isComplaint ? 'complained' : 'bounced';
    if (letter.subscriberId && (await endSubscription(scope.db, letter.subscriberId, state, scope.now, report.reply)))
      await record(scope, {
        action: isComplaint ? 'was told of a complaint about' : 'was told of a bounce of',
        noun: 'subscribers',
        id: letter.subscriberId,
        subject: channel.name,
      });
    await announce(scope, 'letters', letter.postId);
    return { outcome: state };
  });
}
