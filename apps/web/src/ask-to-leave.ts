import { useBlocker } from '@tanstack/react-router';

/**
 * Asks before a form is left whose words are not saved: on the way to another screen, when the page is closed, and wherever
 * the function it answers is called. `what` is a sentence: "Your changes of this show are not saved."
 */
export function useAskToLeave(isUnsaved: boolean, what: string): () => boolean {
  const mayLeave = () => !isUnsaved || window.confirm(`${what} Leave and lose them?`);
  useBlocker({ shouldBlockFn: () => !mayLeave(), enableBeforeUnload: isUnsaved });
  return mayLeave;
}
