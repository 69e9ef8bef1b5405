import type { Cue } from '@mobilise/contracts/captions/cue';
import { setTimes } from '@mobilise/contracts/captions/edit-cues';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { moveChapter } from '@mobilise/contracts/chapters/edit-chapters';
import { useState } from 'react';
import type { Clipped } from './clip.ts';
import { TimeHandle } from './time-handle.tsx';
import { shareOf, type View } from './view.ts';

/** The chapters on the waveform, as flags that can be dragged. */
export function ChapterMarks({
  chapters,
  clip,
  view,
  onChange,
}: {
  chapters: readonly Chapter[];
  clip: Clipped;
  view: View;
  onChange: (chapters: Chapter[]) => void;
}) {
  const length = clip.end - clip.start;
  return chapters.map(({ start, title }, index) => (
    <TimeHandle
      // biome-ignore lint/suspicious/noArrayIndexKey: a chapter is known by its place
      key={index}
      label={`Chapter ${index + 1}: ${title}`}
      value={clip.start + start}
      min={clip.start + (chapters[index - 1] ? (chapters[index - 1] as Chapter).start + 1 : 0)}
      max={clip.start + Math.max(start, (chapters[index + 1]?.start ?? length) - 1)}
      view={view}
      origin={clip.start}
      onChange={(to) => onChange([...moveChapter(chapters, index, to - clip.start, length)])}
      className="top-0 z-10 flex h-full max-w-32 cursor-ew-resize items-start pointer-coarse:min-w-6"
    >
      <span aria-hidden className="pointer-events-none h-full w-px bg-ink-soft" />
      <span
        aria-hidden
        title={title}
        className="truncate rounded-r-base border border-l-0 border-line-strong bg-paper px-1 text-small leading-5"
      >
        {index + 1}
      </span>
    </TimeHandle>
  ));
}

/** The cue that is worked on, on the waveform, with both its ends to be dragged. */
export function CueSpan({
  cues,
  index,
  clip,
  view,
  onChange,
}: {
  cues: readonly Cue[];
  index: number;
  clip: Clipped;
  view: View;
  onChange: (cues: Cue[]) => void;
}) {
  const [dragged, setDragged] = useState<{ start?: number; end?: number }>({});
  const cue = cues[index];
  if (!cue) return null;
  const length = clip.end - clip.start;
  const { start, end } = { start: cue.start + clip.start, end: cue.end + clip.start, ...dragged };
  const left = Math.min(1, Math.max(0, shareOf(view, start)));
  const right = Math.min(1, Math.max(0, shareOf(view, end)));
  const edge = (which: 'start' | 'end', min: number, max: number) => (
    <TimeHandle
      label={`${which === 'start' ? 'Start' : 'End'} of cue ${index + 1}`}
      value={clip.start + cue[which]}
      min={min}
      max={max}
      view={view}
      origin={clip.start}
      onDrag={(to) => setDragged(to === null ? {} : { [which]: to })}
      onChange={(to) => onChange([...setTimes(cues, index, { [which]: to - clip.start }, length)])}
      className="bottom-0 z-10 -ml-2 flex h-10 w-4 cursor-ew-resize justify-center"
    >
      <span className="h-full w-1 rounded-full bg-going" />
    </TimeHandle>
  );
  const earliest = clip.start + Math.min(cue.start, cues[index - 1]?.end ?? 0);
  const latest = clip.start + Math.max(cue.end, Math.min(cues[index + 1]?.start ?? length, length));
  return (
    <>
      {right > left && (
        <div
          style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
          className="pointer-events-none absolute bottom-0 h-10 border-x border-going bg-going-soft opacity-70"
        />
      )}
      {edge('start', earliest, clip.start + cue.end - 1)}
      {edge('end', clip.start + cue.start + 1, latest)}
    </>
  );
}
