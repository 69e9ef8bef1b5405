import { lazy, Suspense } from 'react';
import { askAboutHold, useAsked } from './asked.ts';

const PressDialog = lazy(() => import('./press-dialog.tsx').then(({ PressDialog }) => ({ default: PressDialog })));
const EndDialog = lazy(() => import('./end-dialog.tsx').then(({ EndDialog }) => ({ default: EndDialog })));
const close = () => askAboutHold(null);

/** Where the dialogs of the hold switch open; the shell holds one. */
export function HoldDialogs() {
  const asked = useAsked();
  return (
    <Suspense>
      {asked?.what === 'press' && <PressDialog onClose={close} />}
      {asked?.what === 'end' && <EndDialog hold={asked.hold} onClose={close} />}
    </Suspense>
  );
}
