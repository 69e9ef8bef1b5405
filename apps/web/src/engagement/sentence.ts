import type { RankedPost, rankEngagement } from '@mobilise/contracts/engagement';
import type { RouteResponse } from '@mobilise/contracts/route';

type Total = RouteResponse<typeof rankEngagement>['total'];

export interface Achieved {
  total: Total;
  /** Those of the period it is measured against. */
  before: Total;
  /** What did most first. */
  posts: readonly Pick<RankedPost, 'title' | 'score'>[];
  /** `in November` */
  period: string;
  /** `October` */
  beforeWords: string;
  /** Whether a channel or a kind was chosen: then other posts may have gone out. */
  isNarrowed: boolean;
}

/**
 * What a period achieved, in one sentence: “14 posts reached 2,310 people, a third more than October; ‘Flu clinic opens on
 * Saturday’ did most.” A number nobody knows is said to be unknown, never taken for none.
 */
export function sayAchieved({ total, before, posts, period, beforeWords, isNarrowed }: Achieved): string {
  if (total.posts === 0) {
    return `Nothing ${isNarrowed ? 'that fits these filters ' : ''}was published ${period}.`;
  }
  const only = total.posts === 1 ? posts[0] : undefined;
  const subject = only
    ? `One post, ${quote(only.title)},`
    : total.posts === 1
      ? 'One post'
      : `${count(total.posts)} posts`;
  const [value, past, words] =
    total.readers !== null
      ? ([total.readers, before.readers, reached] as const)
      : ([total.reactions, before.reactions, drew] as const);
  if (value === null) {
    return `${subject} went out ${period}; what ${total.posts === 1 ? 'it' : 'they'} achieved is not known yet.`;
  }
  const measured =
    before.posts === 0
      ? ''
      : `, ${past === null ? `and what ${beforeWords} did is not known` : compare(value, past, beforeWords)}`;
  return `${subject} ${words(value)}${measured}${only ? '' : best(posts)}.`;
}

const count = (value: number) => value.toLocaleString('en-GB');
const quote = (title: string) => `‘${title}’`;
const reached = (value: number) =>
  value === 0 ? 'reached nobody yet' : `reached ${count(value)} ${value === 1 ? 'person' : 'people'}`;
const drew = (value: number) =>
  value === 0 ? 'drew no reactions yet' : `drew ${count(value)} ${value === 1 ? 'reaction' : 'reactions'}`;

/** The post, or the two, that did most; nothing when nothing did anything or three are equal. */
function best(posts: Achieved['posts']): string {
  const most = posts[0]?.score ?? 0;
  const first = posts.filter(({ score }) => score === most).map(({ title }) => quote(title));
  return most > 0 && first.length < 3 ? `; ${first.join(' and ')} did most` : '';
}

/** Parts of a whole as people say them. */
const fractions: readonly (readonly [number, string])[] = [
  [1 / 10, 'a tenth'],
  [1 / 5, 'a fifth'],
  [1 / 4, 'a quarter'],
  [1 / 3, 'a third'],
  [2 / 5, 'two fifths'],
  [1 / 2, 'half'],
  [3 / 5, 'three fifths'],
  [2 / 3, 'two thirds'],
  [3 / 4, 'three quarters'],
  [9 / 10, 'nine tenths'],
];
/** Times as many. */
const multiples: readonly (readonly [number, string])[] = [
  [2, 'twice as many as'],
  [2.5, 'two and a half times as many as'],
  [3, 'three times as many as'],
  [4, 'four times as many as'],
  [5, 'five times as many as'],
  [6, 'six times as many as'],
  [7, 'seven times as many as'],
  [8, 'eight times as many as'],
  [9, 'nine times as many as'],
  [10, 'ten times as many as'],
];
/** Below it, as a part of the smaller number, a fraction is taken as exact. */
const near = 0.015;

/** A number against an earlier one, in words: `a third more than October`. Both are whole and not negative. */
export function compare(value: number, past: number, beforeWords: string): string {
  if (value === past) return `as many as ${beforeWords}`;
  if (past === 0) return `after none in ${beforeWords}`;
  if (value === 0) return `after ${count(past)} in ${beforeWords}`;
  const ratio = value / past;
  const share = Math.abs(ratio - 1);
  if (share < 0.05) return `slightly ${ratio > 1 ? 'more' : 'fewer'} than ${beforeWords}`;
  if (ratio > 10.5) return `more than ten times as many as ${beforeWords}`;
  if (ratio >= 1.95) {
    const [times, words] = nearest(multiples, ratio);
    return `${about(times, ratio)}${words} ${beforeWords}`;
  }
  const [part, words] = nearest(fractions, share);
  const hedge = about(part, share);
  if (words === 'half')
    return ratio > 1 ? `${hedge}half as many again as ${beforeWords}` : `${hedge}half as many as ${beforeWords}`;
  return `${hedge}${words} ${ratio > 1 ? 'more' : 'fewer'} than ${beforeWords}`;
}

function nearest<T extends readonly [number, string]>(choices: readonly T[], value: number): T {
  return choices.reduce((best, one) => (Math.abs(one[0] - value) < Math.abs(best[0] - value) ? one : best));
}

const about = (said: number, is: number) => (Math.abs(said - is) <= near * Math.max(1, said) ? '' : 'about ');
