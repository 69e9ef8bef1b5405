import { Problem } from '@mobilise/contracts/problems';
import { wordsOf } from '../ui/form-problem.tsx';

/** What a sign-in that did not lead back into the desk came to. Where no answer came, the server may have connected all the same. */
export function sayReturn(error: unknown): { title: string; detail: string; isUnsure: boolean } {
  if (!(error instanceof Problem) || error.code === 'unavailable' || error.code === 'internal') {
    return {
      title: 'We do not know whether it was connected',
      detail: 'The answer was lost. Look at the channel before you sign in again.',
      isUnsure: true,
    };
  }
  const title = error.code === 'gone' ? 'This sign-in is over' : 'Nothing was connected';
  return { title, detail: wordsOf(error).detail, isUnsure: false };
}
