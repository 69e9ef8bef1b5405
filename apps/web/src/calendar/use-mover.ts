import { type Post, type PostCard, schedulePost } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { useCallback, useReducer, useRef } from 'react';
import { call } from '../call.ts';
import { type Ask, isQuestion } from '../scheduling/asking.ts';
import { sayScheduled, sayWhen } from '../scheduling/own-words.ts';
import { usePostChange } from '../scheduling/post-change.ts';
import { useWorkspace } from '../session.ts';
import { wordsOf } from '../ui/form-problem.tsx';
import { showNotice } from '../ui/toast.tsx';
import { noMoves, stepMoves } from './moves.ts';

/**
 * Moves posts to another time: on the screen at once, on the server after that, and back on the screen if it refuses. What
 * the server asks is asked in a dialog. Two moves of one post are sent one after the other.
 */
export function useMover(ask: (ask: Ask) => void) {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  const [moves, dispatch] = useReducer(stepMoves, noMoves);
  const turns = useRef(0);
  const underWay = useRef(new Map<string, Promise<Post | null>>());

  const moveOne = useCallback(
    async (card: PostCard, wallTime: string): Promise<Post> => {
      turns.current += 1;
      const turn = turns.current;
      dispatch({ type: 'started', move: { postId: card.id, wallTime }, turn });
      const before = underWay.current.get(card.id);
      const send = async () => {
        // The move before it raised the version that this one has to name.
        const version = Math.max((await before)?.version ?? 0, card.version);
        return change(() => call(schedulePost, { params: { workspace, post: card.id }, body: { version, wallTime } }));
      };
      const sent = send();
      underWay.current.set(
        card.id,
        sent.catch(() => null),
      );
      try {
        return await sent;
      } finally {
        dispatch({ type: 'settled', postId: card.id, turn });
      }
    },
    [change, workspace],
  );

  const move = useCallback(
    async (cards: readonly PostCard[], wallTime: string, isUndo = false): Promise<void> => {
      const from = cards[0]?.wallTime ?? null;
      if (from === wallTime) return;
      const answers = await Promise.allSettled(cards.map((card) => moveOne(card, wallTime)));
      const moved = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      if (moved.length > 0) {
        const verb = isUndo ? 'Back on' : from ? 'Moved to' : 'Scheduled for';
        const [first] = moved;
        showNotice({
          text: sayScheduled(moved, verb),
          ...(from && first && !isUndo && { action: { label: 'Undo', run: () => void move(moved, from, true) } }),
        });
      }
      const refused = cards.flatMap((card, index) => {
        const answer = answers[index];
        return answer?.status === 'rejected' ? [{ card, problem: answer.reason as unknown }] : [];
      });
      const asked = refused.find(({ problem }) => problem instanceof Problem && isQuestion(problem));
      if (asked) {
        // All that were refused are asked about together: what holds for one mostly holds for the others.
        ask({ what: 'schedule', cards: refused.map(({ card }) => card), wallTime, problem: asked.problem as Problem });
        return;
      }
      for (const { card, problem } of refused) showNotice({ text: springsBack(card, problem), tone: 'wrong' });
    },
    [ask, moveOne],
  );

  return { moves, move };
}

function springsBack(card: PostCard, problem: unknown): string {
  const stays = card.wallTime
    ? `“${card.title}” stays on ${sayWhen(card.wallTime)}.`
    : `“${card.title}” is not scheduled.`;
  if (problem instanceof Problem && problem.code === 'stale_version') {
    return `“${card.title}” was not moved: somebody changed it meanwhile. The calendar shows the newest now; move it again if you still want to.`;
  }
  return `${stays} ${wordsOf(problem).detail}`;
}
