import type { ReactNode } from 'react';

/** Drawn as those in drawing.tsx, which loads them when the first is shown. */
export const laterDrawings = {
  /** A sheet of paper and a pencil. */
  page: (
    <>
      <path d="M46 14h48l18 18v64H46Z" fill="var(--color-sheet)" />
      <path d="M94 14v18h18" />
      <path d="M58 46h42M58 57h42M58 68h24" stroke="var(--color-line-strong)" />
      <path d="m88 92 5-14 30-30 9 9-30 30Z" fill="var(--color-accent-soft)" />
      <path d="m93 78 9 9M116 55l9 9" />
    </>
  ),
  /** Two pictures on a pin board. */
  pictures: (
    <>
      <rect x="30" y="26" width="62" height="50" rx="3" fill="var(--color-sheet)" transform="rotate(-6 61 51)" />
      <rect x="66" y="36" width="64" height="52" rx="3" fill="var(--color-sheet)" />
      <path d="m66 78 18-18 12 12 10-8 24 18v6H66Z" fill="var(--color-accent-soft)" />
      <circle cx="114" cy="52" r="5" fill="var(--color-wait-soft)" />
    </>
  ),
  /** One source, three receivers. */
  channels: (
    <>
      <circle cx="40" cy="55" r="15" fill="var(--color-accent-soft)" />
      <path d="M55 50 99 28M56 55h42M55 60l44 24" strokeDasharray="4 4" />
      <rect x="100" y="16" width="30" height="20" rx="3" fill="var(--color-sheet)" />
      <rect x="100" y="45" width="30" height="20" rx="3" fill="var(--color-sheet)" />
      <rect x="100" y="74" width="30" height="20" rx="3" fill="var(--color-sheet)" />
      <path d="M34 55h12M40 49v12" />
    </>
  ),
  /** A curve that has only begun. */
  curve: (
    <>
      <path d="M28 18v74h108" />
      <path
        d="M28 72h108M28 52h108M28 32h108"
        stroke="var(--color-line-strong)"
        strokeWidth="1"
        strokeDasharray="2 4"
      />
      <path d="M28 88c16 0 20-18 34-20s16-2 24-10" strokeWidth="2.500" stroke="var(--color-accent)" />
      <circle cx="86" cy="58" r="4.500" fill="var(--color-accent-soft)" stroke="var(--color-accent)" />
    </>
  ),
  /** Two chairs at a desk. */
  people: (
    <>
      <circle cx="60" cy="38" r="13" fill="var(--color-accent-soft)" />
      <path d="M36 88c0-18 10-28 24-28s24 10 24 28Z" fill="var(--color-sheet)" />
      <circle cx="104" cy="44" r="11" strokeDasharray="4 4" />
      <path d="M86 88c1-14 8-24 18-24s20 9 20 24Z" strokeDasharray="4 4" />
    </>
  ),
  /** A key on its ring. */
  key: (
    <>
      <circle cx="56" cy="55" r="20" fill="var(--color-accent-soft)" />
      <circle cx="50" cy="55" r="5" fill="var(--color-sheet)" />
      <path d="M76 55h54v12M114 55v9" strokeWidth="3" />
    </>
  ),
  /** A notebook with lines. */
  log: (
    <>
      <rect x="48" y="16" width="66" height="80" rx="4" fill="var(--color-sheet)" />
      <path d="M62 34h40M62 46h40M62 58h28" stroke="var(--color-line-strong)" />
      <path d="M42 28h12M42 44h12M42 60h12M42 76h12" />
      <path d="M62 74h22" strokeWidth="4" stroke="var(--color-accent-soft)" />
    </>
  ),
  /** A signpost with nothing on it. */
  lost: (
    <>
      <path d="M80 14v84" strokeWidth="3" />
      <path d="M80 24h36l10 9-10 9H80Z" fill="var(--color-sheet)" />
      <path d="M80 50H46l-10 9 10 9h34Z" fill="var(--color-accent-soft)" />
      <path d="M56 98h48" />
    </>
  ),
} satisfies Record<string, ReactNode>;
