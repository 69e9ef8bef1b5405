import { useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * The error of the last try, until somebody types or tries again. A field that a server error stands at counts as invalid,
 * and a browser submits no form with an invalid field: without this, a wrong handle could only be tried again by touching
 * the password that was refused with it. Call `dismiss` when a field changes and when the button is pressed.
 */
export function useRefusal(error: unknown): { refusal: unknown; dismiss: () => void } {
  const [dismissed, setDismissed] = useState<unknown>(null);
  const refusal = error === dismissed ? null : error;
  // At once: the browser looks at the fields right after the press.
  const dismiss = () => {
    if (refusal) flushSync(() => setDismissed(error));
  };
  return { refusal, dismiss };
}
