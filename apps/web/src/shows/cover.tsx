import { Podcast } from 'lucide-react';

/** The cover of a show, or a sign in its place; `size` is a class. */
export function Cover({ artwork, size = 'size-14' }: { artwork: string | null; size?: string }) {
  return (
    <span
      className={`grid shrink-0 place-items-center overflow-hidden rounded-base border border-line bg-sunk text-ink-soft ${size}`}
    >
      {artwork ? (
        <img src={artwork} alt="" loading="lazy" className="size-full object-cover" />
      ) : (
        <Podcast aria-hidden className="size-6" />
      )}
    </span>
  );
}
