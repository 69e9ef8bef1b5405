import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { OctagonPause } from 'lucide-react';
import { askAboutHold } from '../holds/asked.ts';
import { phaseOf } from '../holds/hold-phase.ts';
import { holdsQuery, publisherQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { StateIcon } from '../ui/state-icon.tsx';

/** Whether posts go out by themselves at this moment, in one line, and the switch that stops them. */
export function PublisherLine({ onLeave }: { onLeave?: () => void }) {
  const { id, slug, zone } = useWorkspace();
  const { data } = useQuery(publisherQuery(id));
  const holds = useQuery(holdsQuery(id)).data ?? [];
  if (!data) return null;
  const { running, seenAt, dueToday } = data;
  const isHeld = holds.some((hold) => hold.target.kind === 'everything' && phaseOf(hold, Date.now()) !== 'ahead');
  const due = dueToday === 0 ? 'nothing due today' : `${dueToday} due today`;
  return (
    <div className="flex flex-col items-start gap-2 border-t border-line px-2 pt-3 text-small text-ink-soft">
      <p className="flex items-start gap-2">
        {isHeld && running ? (
          <StateIcon state="held" className="mt-1 size-2.5" />
        ) : (
          <svg
            aria-hidden
            viewBox="0 0 10 10"
            className={running ? 'mt-1 size-2.5 shrink-0 text-done' : 'mt-1 size-2.5 shrink-0 text-wrong'}
          >
            {running ? (
              <circle cx="5" cy="5" r="4.500" fill="currentColor" />
            ) : (
              <path d="m1.500 1.500 7 7m0-7-7 7" stroke="currentColor" strokeWidth="2.200" />
            )}
          </svg>
        )}
        <Link
          to={`/w/${slug}/publisher` as string}
          {...(onLeave && { onClick: onLeave })}
          className="figures text-ink-soft no-underline hover:underline"
        >
          {running ? (
            <>
              {isHeld ? 'Everything is on hold' : 'Publisher runs'}, {due}
            </>
          ) : (
            <>
              <strong className="font-semibold text-wrong">Publisher stopped.</strong> Nothing goes out
              {seenAt ? ` since ${sayInstant(seenAt, zone)}` : ''}. Start Mobilise again.
            </>
          )}
        </Link>
      </p>
      <Button
        size="small"
        icon={OctagonPause}
        onPress={() => {
          onLeave?.();
          askAboutHold({ what: 'press' });
        }}
      >
        Hold…
      </Button>
    </div>
  );
}
