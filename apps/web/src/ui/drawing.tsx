import { type ReactNode, useEffect, useState } from 'react';
import type { laterDrawings } from './drawings.tsx';

/** Drawn with one pen and one wash, on a sheet of 160 × 110: those for the first screen, and for when nothing can be loaded. */
const drawings = {
  /** An empty wall planner with one card coming. */
  planner: (
    <>
      <rect x="22" y="20" width="116" height="76" rx="4" fill="var(--color-sheet)" />
      <path d="M22 36h116M51 36v60M80 36v60M109 36v60M22 66h116" stroke="var(--color-line-strong)" strokeWidth="1" />
      <rect x="72" y="44" width="42" height="24" rx="3" fill="var(--color-accent-soft)" transform="rotate(-5 93 56)" />
      <path d="m79 53 18-1.600M79.400 58.500l26-2.300" transform="rotate(-1 93 56)" />
      <path d="M40 14v12M120 14v12" />
    </>
  ),
  /** A plug out of its socket. */
  unplugged: (
    <>
      <path d="M12 64h30" strokeWidth="2.500" />
      <path d="M42 48h16a16 16 0 0 1 0 32H42Z" fill="var(--color-sheet)" />
      <path d="M74 57h12M74 71h12" strokeWidth="3" />
      <path d="M118 48h-12a16 16 0 0 0 0 32h12Z" fill="var(--color-accent-soft)" />
      <path d="M118 64h30" strokeWidth="2.500" />
      <path d="m88 36 4-12M98 38l10-9M78 38l-6-9" />
    </>
  ),
} satisfies Record<string, ReactNode>;

type Later = typeof laterDrawings;
export type DrawingName = keyof typeof drawings | keyof Later;

let later: Later | undefined;

/** A drawing for an empty place; it says nothing that the sentence below does not, so without its code the place stays empty. */
export function Drawing({ name }: { name: DrawingName }) {
  const [known, setKnown] = useState(later);
  const isHere = name in drawings || known !== undefined;
  useEffect(() => {
    if (isHere) return;
    import('./drawings.tsx').then(
      ({ laterDrawings }) => {
        later = laterDrawings;
        setKnown(later);
      },
      () => undefined,
    );
  }, [isHere]);
  const all: Partial<Record<DrawingName, ReactNode>> = { ...drawings, ...known };
  return (
    <svg
      aria-hidden
      viewBox="0 0 160 110"
      fill="none"
      stroke="var(--color-ink-soft)"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="h-28 w-40"
    >
      {all[name]}
    </svg>
  );
}
