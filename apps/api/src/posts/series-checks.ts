import { channelKindOf, outgoingText } from '@mobilise/contracts/channels';
import type { PostContent } from '@mobilise/contracts/post-content';
import { Problem } from '@mobilise/contracts/problems';
import { nextDates, parseRule } from '@mobilise/contracts/recurrence';
import { canRecur, textsNeeded } from '@mobilise/contracts/series';
import { dateOf } from '@mobilise/contracts/time';
import { refusalOf } from '@mobilise/db/materialise';
import { rightsOrThrow } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { alternativesOrThrow, mustFit, ownImagesOrThrow, uploadsOfPost } from './content.ts';
import type { Place, RevisionRow } from './locks.ts';

/** Problem `does_not_fit_channel` for a channel that shows the item itself; `wrong_state` for an archived item. */
export function recurOrThrow({ item, channel }: Place): void {
  if (!canRecur(channel.kind)) {
    const { label } = channelKindOf(channel.kind);
    throw new Problem(
      'does_not_fit_channel',
      `${label} shows the item itself, so a second post of it would show nothing new. Repeat it on a channel that gets words of its own.`,
      { fields: [{ field: 'body.channelId', message: `${label} cannot repeat a post` }] },
    );
  }
  if (item.archivedAt)
    throw new Problem('wrong_state', 'This item is archived. Take it out of the archive, then repeat it.');
}

/**
 * Checks each text of a series for its channel, its images, their alternatives and whether all that goes out with it may still be
 * used on the first date (`firstOn`); answers the reason for going without alternatives. What ends later holds the post of that day.
 * Problems name `body.variants.0` …; `invalid_request` for images of others and for a text that is there twice.
 */
export async function variantsOrThrow(
  scope: Scope,
  { item, channel }: Place,
  revision: RevisionRow,
  variants: readonly PostContent[],
  given: { override?: string | undefined; kept: string | null; firstOn: string },
): Promise<string | null> {
  const words = variants.map((content) => outgoingText(channel.kind, content));
  let reason: string | null = null;
  for (const [index, content] of variants.entries()) {
    const first = words.indexOf(words[index] ?? '');
    if (first < index) {
      const message = `Text ${index + 1} says the same as text ${first + 1}. Change one, or leave it out`;
      throw new Problem('invalid_request', `${message}.`, { fields: [{ field: `body.variants.${index}`, message }] });
    }
    try {
      await ownImagesOrThrow(scope, content);
      mustFit(channel, content);
      reason ??= alternativesOrThrow(scope, item.kind, revision, content, given);
      await rightsOrThrow(scope, revision.id, uploadsOfPost(item.kind, revision, content), given.firstOn);
    } catch (error) {
      throw error instanceof Problem ? ofVariant(error, index, variants.length) : error;
    }
  }
  return reason;
}

function ofVariant(problem: Problem, index: number, count: number): Problem {
  const said = count > 1 ? `Text ${index + 1}: ${problem.message}` : problem.message;
  return new Problem(problem.code, said, {
    ...(problem.extra && { extra: problem.extra }),
    ...(problem.fields && {
      fields: problem.fields.map(({ field, message }) => ({
        field: field.replace(/^body\.content/, `body.variants.${index}`),
        message,
      })),
    }),
  });
}

/** The first date of a series that lies ahead; today where none does, which `rhythmOrThrow` says. */
export function firstDate(
  scope: Scope,
  { rule, startsOn, zone }: { rule: string; startsOn: string; zone: string },
): string {
  const today = dateOf(scope.now, zone);
  const recurrence = parseRule(rule);
  return (recurrence && nextDates(recurrence, startsOn, today, 1)[0]) ?? today;
}

/** Dates that are looked at: a year of every day. */
const lookedAt = 366;

/**
 * Problems: `time_past` when no date lies ahead; `does_not_fit_channel`, with how many texts are needed, where the channel would
 * get the same words again within the days for which it refuses them.
 * @param refusal injected by tests
 */
export function rhythmOrThrow(
  scope: Scope,
  { channel, zone }: Pick<Place, 'channel' | 'zone'>,
  { rule, startsOn, variants }: { rule: string; startsOn: string; variants: readonly PostContent[] },
  refusal = refusalOf,
): void {
  const recurrence = parseRule(rule);
  if (!recurrence) throw new Error(`A rule that was parsed cannot be read: ${rule}`);
  const dates = nextDates(recurrence, startsOn, dateOf(scope.now, zone), lookedAt);
  if (dates.length === 0) {
    const message = 'No date of this lies ahead. Choose a later end, or other days';
    throw new Problem('time_past', `${message}.`, { fields: [{ field: 'body.rule', message }] });
  }
  const days = refusal(channel.kind);
  const needed = days === null ? 1 : textsNeeded(dates, days);
  if (variants.length >= needed) return;
  const { label } = channelKindOf(channel.kind);
  const message = `${label} refuses words that it was given within ${days === 1 ? 'a day' : `${days} days`}. So often, ${needed} different texts are needed; ${variants.length === 1 ? 'there is one' : `there are ${variants.length}`}`;
  throw new Problem('does_not_fit_channel', `${message}.`, {
    fields: [{ field: 'body.variants', message }],
    extra: { needed },
  });
}
