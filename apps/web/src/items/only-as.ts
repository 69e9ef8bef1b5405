import { Problem } from '@mobilise/contracts/problems';

/**
 * A save that, after a session that ended, goes out only once the same person is signed in again: nobody's words are saved
 * in another's name. Throws what the two calls throw, and Problem `not_signed_in` while somebody else is there.
 */
export function onlyAs<Given extends unknown[], Saved>(
  userId: string,
  whoIsThere: () => Promise<string>,
  save: (...given: Given) => Promise<Saved>,
): (...given: Given) => Promise<Saved> {
  let hasEnded = false;
  return async (...given) => {
    if (hasEnded && (await whoIsThere()) !== userId)
      throw new Problem('not_signed_in', 'Somebody else is signed in here now. Sign in again.');
    hasEnded = false;
    try {
      return await save(...given);
    } catch (error) {
      hasEnded = error instanceof Problem && error.code === 'not_signed_in';
      throw error;
    }
  };
}
