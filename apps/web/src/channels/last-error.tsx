import type { Channel } from '@mobilise/contracts/channels';
import { sayInstant } from '@mobilise/contracts/time';
import { TriangleAlert } from 'lucide-react';
import { useWorkspace } from '../session.ts';

/** What went wrong last: the platform’s own words, when, and what to do about it. */
export function LastError({ error }: { error: NonNullable<Channel['lastError']> }) {
  const { zone } = useWorkspace();
  return (
    <div className="flex max-w-prose gap-2 border-l-2 border-wrong py-0.5 pl-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-wrong" />
      <div className="min-w-0">
        <p className="wrap-anywhere">
          “{error.message}”{' '}
          <span className="text-small whitespace-nowrap text-ink-soft">
            <time dateTime={error.at} className="figures">
              {sayInstant(error.at, zone)}
            </time>
          </span>
        </p>
        {error.advice && <p className="font-medium">{error.advice}</p>}
      </div>
    </div>
  );
}
