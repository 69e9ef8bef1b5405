import type { Hold } from '@mobilise/contracts/holds';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { holdsQuery } from '../queries.ts';
import { useWallNow } from '../scheduling/now.ts';
import { useCan, useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import { askAboutHold } from './asked.ts';
import { type Phase, phaseOf } from './hold-phase.ts';
import { sayHold } from './hold-words.ts';

/** Every hold that is pressed or lies ahead, for everybody; who may ends it here. */
export function HoldBanners() {
  const { id, zone } = useWorkspace();
  const { data: holds = [] } = useQuery(holdsQuery(id));
  // What lies ahead begins on a full minute.
  useWallNow(zone);
  const now = new Date();
  const pressed = holds.filter((hold) => phaseOf(hold, now.getTime()) !== 'ahead');
  const said = pressed.map((hold) => sayHold(hold, zone, now).title).join('. ');
  useEffect(() => {
    if (said) announce(said);
  }, [said]);
  if (holds.length === 0) return null;
  return (
    <aside aria-label="Holds">
      {holds.map((hold) => (
        <HoldBanner key={hold.id} hold={hold} now={now} />
      ))}
    </aside>
  );
}

const looks: Record<Phase, { tone: string; icon: ReactNode }> = {
  ahead: { tone: 'bg-sunk', icon: <CalendarClock aria-hidden className="size-4.5 shrink-0 text-ink-soft" /> },
  stopping: {
    tone: 'bg-wait-soft',
    icon: <LoaderCircle aria-hidden className="size-4.5 shrink-0 animate-spin text-wait" />,
  },
  in_force: { tone: 'bg-wait-soft', icon: <StateIcon state="held" className="size-4.5" /> },
};

/** On a phone two lines: what is on hold, and what that kept. */
function HoldBanner({ hold, now }: { hold: Hold; now: Date }) {
  const { zone, slug } = useWorkspace();
  const mayEnd = useCan('posts.hold');
  const { title, by, count } = sayHold(hold, zone, now);
  const phase = phaseOf(hold, now.getTime());
  const leadsOn = count !== null && phase === 'in_force';
  return (
    <Banner {...looks[phase]}>
      <p className="flex min-w-0 grow gap-x-1.5 max-sm:flex-col sm:flex-wrap">
        <strong className={cx('font-semibold', leadsOn ? 'max-sm:truncate' : 'max-sm:line-clamp-2')}>{title}.</strong>
        <span className="figures text-ink-soft max-sm:sr-only">{by}.</span>
        {leadsOn ? (
          <Link to={`/w/${slug}/held` as string} className="figures self-start text-link">
            {count}
          </Link>
        ) : (
          count && <span className="figures text-ink-soft max-sm:sr-only">{count}.</span>
        )}
      </p>
      {mayEnd && (
        <Button size="small" onPress={() => askAboutHold({ what: 'end', hold })}>
          <span>
            End<span className="max-sm:sr-only"> the hold</span>
          </span>
        </Button>
      )}
    </Banner>
  );
}
