import { type Asset, binDays } from '@mobilise/contracts/media';
import { sayDate } from '@mobilise/contracts/time';
import { sayPercent } from '../ui/percent.ts';
import { sayDuration } from './duration.ts';

export type Standing = { words: string; tone: 'soft' | 'wait' | 'wrong' };

/** `An image of 1600 × 1000 pixels`, `12:04`: what an upload is, in a few words. */
export function sayMeasure({ kind, width, height, duration }: Pick<Asset, 'kind' | 'width' | 'height' | 'duration'>) {
  if (kind !== 'image') return duration === null ? '' : sayDuration(duration);
  return width && height ? `${width} × ${height}` : '';
}

/**
 * What a person should know of an upload before anything else, or what it is. `today` is a local date.
 * What must not be used comes before what only lacks something.
 */
export function standingOf(asset: Asset, today: string): Standing {
  const { state, progress, deletedAt, consents, kind, alt, replacedBy } = asset;
  const rightsUntil = usableUntil(asset);
  if (deletedAt) return { words: `Gone on ${sayDate(goneOn(deletedAt))}`, tone: 'soft' };
  if (state === 'failed') return { words: 'Cannot be used', tone: 'wrong' };
  if (rightsUntil && rightsUntil < today) return { words: 'The right to use it has ended', tone: 'wrong' };
  if (consents.some(({ ended }) => ended)) return { words: 'A consent has ended', tone: 'wrong' };
  if (state === 'processing')
    return {
      words: progress ? `${progress.step}, ${sayPercent(progress.share)}` : 'Being prepared',
      tone: 'soft',
    };
  if (state === 'cancelled') return { words: 'Stopped', tone: 'wait' };
  if (rightsUntil && rightsUntil <= inDays(today, soon))
    return { words: `May be used until ${sayDate(rightsUntil)}`, tone: 'wait' };
  if (replacedBy) return { words: 'Replaced by a newer file', tone: 'soft' };
  if (kind === 'image' && !alt.trim()) return { words: 'No usual alt text', tone: 'soft' };
  return { words: sayMeasure(asset), tone: 'soft' };
}

/** The last day on which an upload may be used: its own, or that of something it was made of. */
function usableUntil({ rightsUntil, madeFrom }: Pick<Asset, 'rightsUntil' | 'madeFrom'>): string | null {
  const days = [rightsUntil, ...madeFrom.map((source) => source.rightsUntil)].filter((day) => day !== null);
  return days.sort()[0] ?? null;
}

/** Whose consent about an upload has ended, or that the right to it has: part of a sentence; null where it may be used. */
export function whyEnded(asset: Pick<Asset, 'rightsUntil' | 'madeFrom' | 'consents'>, today: string): string | null {
  const rightsUntil = usableUntil(asset);
  const { consents } = asset;
  const people = [...new Set(consents.filter(({ ended }) => ended).map(({ person }) => person))];
  const reasons = [
    ...(rightsUntil && rightsUntil < today ? ['the right to use it has ended'] : []),
    ...(people.length > 0 ? [`the consent of ${list.format(people)} has ended`] : []),
  ];
  return reasons.length > 0 ? list.format(reasons) : null;
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Why an upload cannot be seen or heard whole: what became of the files that are made from it. */
export function whyNotReady({ state, failure, kind, filename, progress }: Asset): string {
  if (state === 'failed') return failure ?? 'Its files could not be made.';
  if (state === 'cancelled')
    return `The making of its files was stopped.${kind === 'image' ? '' : ' It cannot be played or published without them.'}`;
  return `${filename} is being prepared${progress ? `: ${progress.step}` : ''}.`;
}

/** Days in which an end is said to be near, as `listAssets` filters them. */
const soon = 30;

export function goneOn(deletedAt: string): string {
  return inDays(deletedAt.slice(0, 10), binDays);
}

const inDays = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString();

export const notUsed = 'Not used';

/** `Used in 2 items, 3 posts and 1 show`; nothing where it was not counted. */
export function sayUsed(used: Omit<NonNullable<Asset['used']>, 'approved'> | null): string {
  if (!used) return '';
  const { items, posts, shows } = used;
  const counted = [
    items > 0 && (items === 1 ? '1 item' : `${items} items`),
    posts > 0 && (posts === 1 ? '1 post' : `${posts} posts`),
    shows > 0 && (shows === 1 ? '1 show' : `${shows} shows`),
  ].filter((words) => words !== false);
  return counted.length === 0 ? notUsed : `Used in ${new Intl.ListFormat('en-GB').format(counted)}`;
}
