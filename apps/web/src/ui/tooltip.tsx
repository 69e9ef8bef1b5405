import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

/** A few words beside something that can take focus; never the only place they stand. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <AriaTooltip
        offset={6}
        className="max-w-72 rounded-base border border-transparent bg-ink px-2 py-1 text-small text-paper shadow-float"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
