import type { Transcript } from '@mobilise/contracts/captions';
import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import type { Clip } from '@mobilise/contracts/recordings';
import { useCallback, useReducer, useRef, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { showNotice } from '../ui/toast.tsx';
import { type Clipped, clippedOf } from './clip.ts';
import { type CutAway, cutOtherwise } from './cutting.ts';
import { useClip } from './use-clip.ts';
import { usePlayback } from './use-playback.ts';
import { useRows } from './use-rows.ts';

/** A recording in use, with its chapters and what is said in it. */
export interface Recorded {
  clip: Clip | null;
  chapters: Chapter[];
  words: Transcript | null;
}

/** Each is the same function for as long as the editor lives. */
export interface RecordedChanges {
  setClip: (clip: Clip | null) => void;
  setChapters: (chapters: Chapter[]) => void;
  setWords: (words: Transcript | null) => void;
}

const noCues: Cue[] = [];
const isTitled = ({ title }: Chapter) => title.trim() !== '';
const isSayable = ({ text }: Cue) => text.trim() !== '';

/**
 * What the editors of episodes and videos share: one playing point, and the rows of chapters and cues as they are being written,
 * seen alike in their lists and on the waveform. Answers what the stage, the chapters and the words are drawn with; the stage is
 * null while nothing is known of the recording.
 */
export function useRecordingEditor(recorded: Recorded, { setClip, setChapters, setWords }: RecordedChanges) {
  const { clip: value, words } = recorded;
  const playback = usePlayback();
  const [selected, onSelect] = useState<number | null>(null);
  const { asset, clip } = useClip(value);
  const [language, setLanguage] = useLanguage(words, setWords);
  const [chapters, setChapterRows] = useRows(recorded.chapters, setChapters, isTitled);
  const tellCues = (cues: Cue[]) => setWords(cues.length > 0 ? { language: language.current, cues } : null);
  const [cues, setCues] = useRows(words?.cues ?? noCues, tellCues, isSayable);

  const duration = asset?.duration;
  const latest = useRef({ clip: value, chapters, cues });
  latest.current = { clip: value, chapters, cues };
  const away = useRef<CutAway | null>(null);
  const onCut = useCallback(
    (to: Clipped) => {
      const { clip: before, ...rows } = latest.current;
      if (!before || !duration) return;
      const cut = cutOtherwise({ clip: before, ...rows }, to, duration, away.current);
      away.current = cut.away;
      setClip(cut.after.clip);
      setChapterRows(cut.after.chapters);
      setCues(cut.after.cues);
      if (cut.leftOut === 0) return announce('Cut');
      showNotice({
        stays: true,
        text:
          cut.leftOut === 1
            ? 'One chapter or cue lies in what was cut away, and is left out.'
            : `${cut.leftOut} chapters and cues lie in what was cut away, and are left out.`,
        action: {
          label: 'Undo the cut',
          run: () => {
            if (latest.current.clip?.assetId === before.assetId) onCut(clippedOf(before, duration));
            else announce('Another recording is in its place');
          },
        },
      });
    },
    [duration, setClip, setChapterRows, setCues],
  );

  return {
    stage: value &&
      asset && { asset, value, playback, chapters, cues, selected, onCut, onChapters: setChapterRows, onCues: setCues },
    chapters: { rows: chapters, setRows: setChapterRows, playback, clip },
    words: { cues, setCues, language: language.current, setLanguage, playback, clip, onSelect },
  };
}

/** The language that is spoken, also while no word is there yet. */
function useLanguage(words: Transcript | null, setWords: RecordedChanges['setWords']) {
  const language = useRef('en-GB');
  const latest = useRef(words);
  latest.current = words;
  if (words) language.current = words.language;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const set = useCallback(
    (to: string) => {
      language.current = to;
      if (latest.current) setWords({ ...latest.current, language: to });
      else redraw();
    },
    [setWords],
  );
  return [language, set] as const;
}
