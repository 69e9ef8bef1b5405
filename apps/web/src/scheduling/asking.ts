import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { PostCard } from '@mobilise/contracts/posts';
import type { Problem } from '@mobilise/contracts/problems';

/** What a person is asked in a dialog before something happens to posts. */
export type Ask =
  | { what: 'schedule'; cards: readonly PostCard[]; wallTime?: string; problem?: Problem }
  | { what: 'place'; item: { id: string; title: string; kind: ItemKind }; wallTime?: string }
  | { what: 'queue'; cards: readonly PostCard[] }
  | { what: 'publish'; cards: readonly PostCard[] }
  | { what: 'cancel'; cards: readonly PostCard[] }
  | { what: 'duplicate'; card: PostCard };

/** Refusals that are questions: a dialog puts them, where a notice could only complain. */
const questions = new Set<Problem['code']>([
  'time_ambiguous',
  'time_skipped',
  'alternatives_missing',
  'does_not_fit_channel',
]);

export const isQuestion = (problem: Problem) => questions.has(problem.code);
