import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../session.ts';
import { cx } from '../ui/cx.ts';
import type { Place } from './places.ts';
import type { Signal } from './signals.ts';

interface PlaceLinkProps {
  place: Place;
  signal?: Signal | undefined;
  /** A row of the sidebar, or a column of a phone's bar. */
  look: 'row' | 'column';
  onClick?: () => void;
}

const looks = {
  row: 'min-h-9 gap-2.5 rounded-base px-2.5 data-[status=active]:bg-accent-soft hover:bg-hover pointer-coarse:min-h-11',
  column: 'h-15 grow basis-0 flex-col justify-center gap-0.5 text-small',
};

/** A way to a place of the workspace; the present one is marked by ground, weight and `aria-current`. */
export function PlaceLink({ place: { path, title, icon: Icon }, signal, look, onClick }: PlaceLinkProps) {
  const { slug } = useWorkspace();
  // A link of its own where there is room to hit it; a phone's bar only says it.
  const leadsOn = look === 'row' && signal?.to;
  const link = (
    <Link
      to={`/w/${slug}/${path}` as string}
      {...(onClick && { onClick })}
      className={cx(
        'group relative flex items-center text-ink no-underline data-[status=active]:font-semibold data-[status=active]:text-accent',
        looks[look],
      )}
    >
      <Icon aria-hidden className={look === 'row' ? 'size-4.5 shrink-0' : 'size-5'} />
      <span className={look === 'row' ? 'grow' : ''}>{title}</span>
      {signal && !leadsOn && (
        <>
          <Mark
            signal={signal}
            className={look === 'column' ? 'absolute top-1 left-1/2 ml-1.5 h-4.5 min-w-4.5' : 'h-5 min-w-5'}
          />
          <span className="sr-only">, {signal.words}</span>
        </>
      )}
    </Link>
  );
  if (!signal || !leadsOn) return link;
  return (
    <div className="relative">
      {link}
      <Link
        to={`/w/${slug}/${leadsOn}` as string}
        className="absolute inset-y-0 right-1 grid w-8 place-items-center rounded-base text-ink no-underline pointer-coarse:w-11"
      >
        <Mark signal={signal} className="h-5 min-w-5 hover:border-2" />
        <span className="sr-only">{signal.words}</span>
      </Link>
    </div>
  );
}

const Mark = ({ signal, className }: { signal: Signal; className: string }) => (
  <span
    aria-hidden
    title={signal.words}
    className={cx(
      'figures grid place-items-center rounded-full border border-wait bg-wait-soft px-1 text-small font-semibold text-wait',
      className,
    )}
  >
    {signal.mark}
  </span>
);
