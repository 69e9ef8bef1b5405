import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { publisherQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';

/** Whether posts go out by themselves at this moment, in one line. */
export function PublisherLine() {
  const { id, zone } = useWorkspace();
  const { data } = useQuery(publisherQuery(id));
  if (!data) return null;
  const { running, seenAt, dueToday } = data;
  return (
    <p className="flex items-start gap-2 border-t border-line px-2 pt-3 text-small text-ink-soft">
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
      {running ? (
        <span className="figures">
          Publisher runs, {dueToday === 0 ? 'nothing due today' : `${dueToday} due today`}
        </span>
      ) : (
        <span>
          <strong className="font-semibold text-wrong">Publisher stopped.</strong> Nothing goes out
          {seenAt ? ` since ${sayInstant(seenAt, zone)}` : ''}. Start Mobilise again.
        </span>
      )}
    </p>
  );
}
