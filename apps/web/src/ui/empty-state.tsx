import type { ReactNode } from 'react';
import { Drawing, type DrawingName } from './drawing.tsx';

/** Nothing here yet: one drawing, one sentence, one button. */
export function EmptyState({
  drawing,
  children,
  action,
}: {
  drawing: DrawingName;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-12 text-center">
      <Drawing name={drawing} />
      <p className="text-lead text-balance">{children}</p>
      {action}
    </div>
  );
}
