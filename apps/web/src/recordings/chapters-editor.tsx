import { maxTime } from '@mobilise/contracts/captions/cue';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { maxChapters } from '@mobilise/contracts/chapters/chapter';
import { chapterProblems } from '@mobilise/contracts/chapters/chapter-problems';
import { putChapter } from '@mobilise/contracts/chapters/edit-chapters';
import { isBeyond } from '@mobilise/contracts/recording-times';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { Plus } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { showNotice } from '../ui/toast.tsx';
import { ChapterRow } from './chapter-row.tsx';
import { ChapterTools } from './chapter-tools.tsx';
import type { Clipped } from './clip.ts';
import type { Playback } from './playback.ts';
import { type SetRows, useKeys } from './use-rows.ts';

export interface ChaptersEditorProps {
  title: string;
  /** Those without a title are seen and not saved. */
  rows: readonly Chapter[];
  setRows: SetRows<Chapter>;
  playback: Playback;
  /** What is used of the recording; null while there is none. */
  clip: Clipped | null;
}

const isTitled = ({ title }: Chapter) => title.trim() !== '';
const isSame = (a: Chapter, b: Chapter) =>
  a.start === b.start && a.title === b.title && a.url === b.url && a.hidden === b.hidden;

/** Places in a recording that people can go to: added where it plays, named, linked, moved. */
export const ChaptersEditor = memo(function ChaptersEditor({
  title,
  rows,
  setRows,
  playback,
  clip,
}: ChaptersEditorProps) {
  const keys = useKeys(rows, isSame);
  const [added, setAdded] = useState<number | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  const length = clip ? clip.end - clip.start : maxTime;
  const add = () => {
    const wanted = Math.min(length - 1, Math.max(0, playback.get().time - (clip?.start ?? 0)));
    const start = rows.some((chapter) => chapter.start === wanted) ? null : wanted;
    if (start === null) return announce('A chapter starts here already. Move the playing point first.');
    setAdded(start);
    // It has a title at once, so that what is marked while listening is kept before it is named.
    setRows(putChapter(rows, { start, title: `Chapter ${rows.length + 1}` }));
  };
  const move = (index: number, start: number) => {
    if (start >= length) return showNotice({ text: `The recording ends at ${sayTimecode(length)}.`, tone: 'wrong' });
    setRows(putChapter(rows.toSpliced(index, 1), { ...(rows[index] as Chapter), start }));
  };
  const change = (index: number, part: Partial<Chapter>) => {
    const { url, ...rest } = { ...(rows[index] as Chapter), ...part };
    setRows(rows.with(index, url ? { ...rest, url } : rest));
  };
  const remove = (index: number) => {
    const gone = rows[index] as Chapter;
    setRows(rows.toSpliced(index, 1));
    if (isTitled(gone))
      showNotice({
        text: `The chapter ‘${gone.title}’ is removed.`,
        action: { label: 'Bring it back', run: () => setRows((now) => putChapter(now, gone)) },
      });
  };
  const replace = (next: readonly Chapter[]) => {
    const before = latest.current;
    setRows(next);
    if (before.length > 0)
      showNotice({
        text: next.length > 0 ? 'Other chapters are in their place.' : 'The chapters are taken out.',
        action: { label: 'Bring the old ones back', run: () => replace(before) },
      });
  };
  const problems = chapterProblems(rows.filter(isTitled), clip ? length : undefined);
  return (
    <section aria-label="Chapters" id="chapters" className="flex flex-col gap-3 rounded-base">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-lead font-semibold">Chapters</h2>
          {rows.length === 0 && (
            <p className="max-w-prose text-small text-ink-soft">
              Places to go to, for people who look for one thing. Play to where one begins, and add it there.
            </p>
          )}
        </div>
        <ChapterTools title={title} chapters={rows.filter(isTitled)} onReplace={replace} />
      </div>
      {rows.length > 0 && (
        <ol className="flex flex-col border-t border-line">
          {rows.map((chapter, index) => (
            <ChapterRow
              key={keys[index]}
              chapter={chapter}
              number={index + 1}
              isNew={chapter.start === added}
              problem={
                isTitled(chapter)
                  ? problems
                      .filter((one) => rows.filter(isTitled)[one.index ?? -1] === chapter)
                      .map((one) => one.problem)
                      .join(' ')
                  : 'It has no title, so it is not saved.'
              }
              isBeyond={clip !== null && isBeyond(chapter, length)}
              onChange={(part) => change(index, part)}
              onMove={(start) => move(index, start)}
              onPlay={() => playback.play(chapter.start + (clip?.start ?? 0), clip?.end)}
              onRemove={() => remove(index)}
            />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button size="small" icon={Plus} isDisabled={rows.length >= maxChapters} onPress={add}>
          {clip ? 'Add a chapter at the playing point' : 'Add a chapter'}
        </Button>
        {problems
          .filter(({ index }) => index === null)
          .map(({ problem }) => (
            <p key={problem} className="text-small text-ink-soft">
              {problem}
            </p>
          ))}
      </div>
    </section>
  );
});
