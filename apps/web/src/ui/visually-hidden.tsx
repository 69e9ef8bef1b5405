import type { ReactNode } from 'react';

/** Words for people who listen, where others see a mark. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>;
}
