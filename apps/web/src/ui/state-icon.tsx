import { labelOf, type PostState, stateWords } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { cx } from './cx.ts';

/** The hue of each state; its shape says the same. */
export const stateTones: Record<PostState, Tone> = {
  draft: 'plain',
  scheduled: 'going',
  claimed: 'going',
  sending: 'going',
  published: 'done',
  removed: 'plain',
  unconfirmed: 'wait',
  needs_person: 'wait',
  held: 'wait',
  failed: 'wrong',
  cancelled: 'plain',
};

type Standing = Pick<PostCard, 'state' | 'files'>;

/**
 * The state that a post looks like: one whose files are being made goes out by itself, as a scheduled one does; one whose files
 * were not made does not, though it is scheduled.
 */
export function lookOf({ state, files }: Standing): PostState {
  if (files === null) return state;
  return files === 'making' ? 'scheduled' : 'held';
}

/** That state in a word or two, beside which stands what is wrong. */
export const lookLabelOf = (post: Standing): string =>
  post.files === 'making' ? stateWords.scheduled.label : labelOf(post);

/** Text colour of a state, for an icon or an edge (`border-current`). */
export const stateInk: Record<PostState, string> = {
  draft: 'text-ink-soft',
  scheduled: 'text-going',
  claimed: 'text-going',
  sending: 'text-going',
  published: 'text-done',
  removed: 'text-ink-soft',
  unconfirmed: 'text-wait',
  needs_person: 'text-wait',
  held: 'text-wait',
  failed: 'text-wrong',
  cancelled: 'text-ink-soft',
};

const ring = <circle cx="8" cy="8" r="6.25" />;
const quarter = (
  <>
    {ring}
    <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8H8Z" fill="currentColor" />
  </>
);
/** Drawn for 16 px, so that each is told from the others by its outline alone. */
const shapes: Record<PostState, ReactNode> = {
  draft: <circle cx="8" cy="8" r="6.25" strokeDasharray="2.4 2.5" />,
  scheduled: (
    <>
      {ring}
      <circle cx="8" cy="8" r="2.5" fill="currentColor" stroke="none" />
    </>
  ),
  claimed: quarter,
  sending: quarter,
  published: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
      <path d="m4.9 8.3 2.2 2.2 4.1-4.7" stroke="var(--color-sheet)" strokeWidth="1.8" />
    </>
  ),
  removed: (
    <>
      {ring}
      <path d="M4.8 8h6.4" />
    </>
  ),
  unconfirmed: (
    <>
      {ring}
      <path d="M6.2 6.4a1.8 1.8 0 1 1 2.6 1.7c-.5.3-.8.6-.8 1.2M8 11.4v.1" />
    </>
  ),
  needs_person: (
    <>
      <path d="M8 1.8 14.6 13.6H1.4Z" fill="currentColor" />
      <path d="M8 6.2v3.6M8 11.8v.1" stroke="var(--color-sheet)" strokeWidth="1.7" />
    </>
  ),
  held: <path d="M5.4 3v10M10.6 3v10" strokeWidth="3" />,
  failed: <path d="m3.4 3.4 9.2 9.2M12.6 3.4l-9.2 9.2" strokeWidth="2.4" />,
  cancelled: (
    <>
      {ring}
      <path d="m3.8 12.2 8.4-8.4" />
    </>
  ),
};

/** The mark of a state, without words: the state must be said beside it. */
export function StateIcon({ state, className }: { state: PostState; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cx('size-4 shrink-0', stateInk[state], className)}
    >
      {shapes[state]}
    </svg>
  );
}
