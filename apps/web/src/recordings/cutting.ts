import type { Transcript } from '@mobilise/contracts/captions';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import type { Clip } from '@mobilise/contracts/recordings';
import { announce } from '../ui/announcer.tsx';
import { showNotice } from '../ui/toast.tsx';
import { type Clipped, clippedOf, recut } from './clip.ts';

export interface Cut {
  clip: Clip;
  chapters: Chapter[];
  words: Transcript | null;
}

/** A recording cut otherwise, with its chapters and words where they belong; what was lost by it can be brought back. */
export function cutOtherwise(before: Cut, to: Clipped, duration: number, apply: (cut: Cut) => void): void {
  const moved = recut(
    { chapters: before.chapters, cues: before.words?.cues ?? [] },
    clippedOf(before.clip, duration),
    to,
  );
  const isWhole = to.start === 0 && to.end === duration;
  apply({
    clip: { ...before.clip, trim: isWhole ? null : to },
    chapters: moved.chapters,
    words: before.words && moved.cues.length > 0 ? { ...before.words, cues: moved.cues } : null,
  });
  if (moved.leftOut === 0) {
    announce('Cut');
    return;
  }
  showNotice({
    text:
      moved.leftOut === 1
        ? 'One chapter or cue lies in what was cut away, and is left out.'
        : `${moved.leftOut} chapters and cues lie in what was cut away, and are left out.`,
    action: { label: 'Undo the cut', run: () => apply(before) },
  });
}
