import type { Cue } from '@mobilise/contracts/captions/cue';
import { setTimes } from '@mobilise/contracts/captions/edit-cues';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { moveChapter } from '@mobilise/contracts/chapters/edit-chapters';
import { useState } from 'react';
import type { Clipped } from './clip.ts';
import { TimeHandle } from './time-handle.tsx';
import type { Seen } from './timeline.tsx';
import { shareOf } from './view.ts';

/** CSS pixels between two handles that can be told apart by a finger; nearer ones are marks, and are moved in their list. */
const apart = 26;

/** The chapters above the waveform, as flags that can be dragged. */
export function ChapterMarks({
  chapters,
  clip,
  seen: { view, width, reveal },
  onChange,
}: {
  chapters: readonly Chapter[];
  clip: Clipped;
  seen: Seen;
  onChange: (chapters: readonly Chapter[]) => void;
}) {
  if (chapters.length === 0) return null;
  const length = clip.end - clip.start;
  let last = Number.NEGATIVE_INFINITY;
  const marks = chapters.map(({ start, title }, index) => {
    const at = shareOf(view, clip.start + start) * width;
    const hasRoom = at - last >= apart;
    if (hasRoom) last = at;
    return { start, title, index, at, hasRoom };
  });
  return (
    <div className="relative h-6">
      {marks
        .filter(({ at }) => at >= -1 && at <= width + 1)
        .map(({ start, title, index, at, hasRoom }) =>
          hasRoom ? (
            <TimeHandle
              key={index}
              label={`Chapter ${index + 1}: ${title.trim() || 'no title yet'}`}
              value={clip.start + start}
              min={clip.start + (chapters[index - 1] ? (chapters[index - 1] as Chapter).start + 1 : 0)}
              max={clip.start + Math.max(start, (chapters[index + 1]?.start ?? length) - 1)}
              view={view}
              onReveal={reveal}
              origin={clip.start}
              onChange={(to) => onChange(moveChapter(chapters, index, to - clip.start, length))}
              className="top-0 h-6 w-6 cursor-ew-resize"
            >
              <span
                aria-hidden
                title={title}
                className="figures block h-full overflow-hidden border-l-2 border-ink-soft bg-hover px-1 text-small leading-6"
              >
                {index + 1}
              </span>
            </TimeHandle>
          ) : (
            <span
              key={index}
              aria-hidden
              title={title}
              style={{ left: at }}
              className="absolute bottom-0 h-2 w-0.5 bg-ink-soft"
            />
          ),
        )}
    </div>
  );
}

/** The cue that is worked on, below the waveform, with both its ends to be dragged where there is room for them. */
export function CueSpan({
  cues,
  index,
  clip,
  seen: { view, width, reveal },
  onChange,
}: {
  cues: readonly Cue[];
  index: number;
  clip: Clipped;
  seen: Seen;
  onChange: (cues: readonly Cue[]) => void;
}) {
  const [dragged, setDragged] = useState<{ start?: number; end?: number }>({});
  const cue = cues[index];
  if (!cue) return null;
  const length = clip.end - clip.start;
  const { start, end } = { start: cue.start + clip.start, end: cue.end + clip.start, ...dragged };
  const left = Math.min(1, Math.max(0, shareOf(view, start)));
  const right = Math.min(1, Math.max(0, shareOf(view, end)));
  const hasRoom = (shareOf(view, clip.start + cue.end) - shareOf(view, clip.start + cue.start)) * width >= apart * 2;
  const edge = (which: 'start' | 'end', min: number, max: number) => (
    <TimeHandle
      label={`${which === 'start' ? 'Start' : 'End'} of cue ${index + 1}`}
      value={clip.start + cue[which]}
      min={min}
      max={max}
      view={view}
      onReveal={reveal}
      origin={clip.start}
      onDrag={(to) => setDragged(to === null ? {} : { [which]: to })}
      onChange={(to) => onChange(setTimes(cues, index, { [which]: to - clip.start }, length))}
      className="inset-y-0 -ml-3 flex w-6 cursor-ew-resize justify-center"
    >
      <span className="h-full w-1.5 rounded-full bg-going" />
    </TimeHandle>
  );
  const earliest = clip.start + Math.min(cue.start, cues[index - 1]?.end ?? 0);
  const latest = clip.start + Math.max(cue.end, Math.min(cues[index + 1]?.start ?? length, length));
  return (
    <div className="relative h-6">
      <div
        style={{ left: `${left * 100}%`, width: `max(3px, ${(right - left) * 100}%)` }}
        className="pointer-events-none absolute inset-y-1 truncate rounded-[3px] border border-going bg-going-soft px-2 text-small leading-4 text-going"
      >
        {hasRoom && `Cue ${index + 1}`}
      </div>
      {hasRoom && edge('start', earliest, clip.start + cue.end - 1)}
      {hasRoom && edge('end', clip.start + cue.start + 1, latest)}
    </div>
  );
}
