import type { Transcript } from '@mobilise/contracts/captions';
import type { Cue } from '@mobilise/contracts/captions/cue';
import { cueAt } from '@mobilise/contracts/captions/edit-cues';
import { memo, useCallback, useEffect, useId, useRef, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Switch } from '../ui/switch.tsx';
import { showNotice } from '../ui/toast.tsx';
import { BeyondEnd } from './beyond-end.tsx';
import { type Clipped, playOrPause } from './clip.ts';
import { type CueEdit, editCue, firstCue } from './cue-edits.ts';
import { CuePager } from './cue-pager.tsx';
import { CueRow, cueTextId } from './cue-row.tsx';
import { boundsOf, pageOf } from './pages.ts';
import type { Playback } from './playback.ts';
import { ShiftDialog } from './shift-dialog.tsx';
import { TranscriptHead } from './transcript-head.tsx';
import { TranscriptionNote } from './transcription-note.tsx';
import { useFollowing } from './use-following.ts';
import { useHeard } from './use-playback.ts';
import type { SetRows } from './use-rows.ts';
import { isUnderWay, useOffered, useTranscription } from './use-transcription.ts';

export interface TranscriptEditorProps {
  /** `Captions` of a video, `Transcript` of an episode. */
  noun: 'Captions' | 'Transcript';
  /** The id of the whole, for a link from what is missing. */
  id: string;
  /** What the item is called, for the names of files. */
  title: string;
  /** Those without a word are seen and not saved. */
  cues: readonly Cue[];
  setCues: SetRows<Cue>;
  language: string;
  setLanguage: (language: string) => void;
  playback: Playback;
  /** The upload that is played; null while there is none. */
  assetId: string | null;
  /** What is used of the recording; null while there is none. */
  clip: Clipped | null;
  /** The cue that is worked on, to be shown on the waveform. */
  onSelect: (index: number | null) => void;
}

/** Everything that is said in a recording, in words with their times, edited against the sound. */
export const TranscriptEditor = memo(function TranscriptEditor({
  noun,
  id,
  title,
  cues,
  setCues,
  language,
  setLanguage,
  playback,
  assetId,
  clip,
  onSelect,
}: TranscriptEditorProps) {
  const origin = clip?.start ?? 0;
  const duration = clip ? clip.end - clip.start : undefined;
  const [chosen, setPage] = useState(0);
  const [isFollowing, setFollowing] = useState(true);
  const [shifting, setShifting] = useState<number | null>(null);
  const speakersId = useId();
  const { from, to } = boundsOf(chosen, cues.length);
  const page = pageOf(from);
  const heard = useHeard(playback, ({ time }) => cueAt(cues, time - origin));
  const transcription = useTranscription(assetId);
  const [isOffered, setOffered] = useOffered(transcription.now);
  const list = useRef<HTMLOListElement>(null);
  const focus = useFocus();
  const latest = useRef({ cues, duration, clip });
  latest.current = { cues, duration, clip };

  const goTo = useCallback(
    (index: number, caret?: 'end') => {
      setPage(pageOf(index));
      focus(index, caret);
    },
    [focus],
  );
  const edit = useCallback(
    (index: number, change: CueEdit) => {
      const { cues: before, duration: length } = latest.current;
      const after = editCue(before, index, change, length);
      if (after === before) return sayWhyNot(change);
      setCues(after);
      if (change.type === 'split' || change.type === 'add') goTo(index + 1);
      if (change.type === 'merge') goTo(index);
      if (change.type === 'remove') {
        if (after.length > 0) goTo(Math.min(index, after.length - 1));
        showNotice({
          text: `Cue ${index + 1} is removed.`,
          action: {
            label: 'Bring it back',
            run: () => setCues((now) => put(now, before[index] as Cue)),
          },
        });
      }
    },
    [goTo, setCues],
  );
  const play = useCallback(
    (index: number) => {
      const { cues: all, clip: whole } = latest.current;
      const cue = all[index];
      if (cue && whole) playOrPause(playback, whole, cue);
    },
    [playback],
  );
  const step = useCallback(
    (index: number, by: 1 | -1) => {
      const next = index + by;
      if (latest.current.cues[next]) goTo(next, by < 0 ? 'end' : undefined);
    },
    [goTo],
  );
  useFollowing(isFollowing, heard, playback, list, setPage);

  const replace = (next: Transcript) => {
    const before = { language, cues: [...latest.current.cues] };
    setPage(0);
    setLanguage(next.language);
    setCues(next.cues);
    if (before.cues.length > 0)
      showNotice({
        text: `The ${noun.toLowerCase()} of ${next.cues.length.toLocaleString('en-GB')} cues replaced what was there.`,
        action: { label: 'Bring the old one back', run: () => replace(before) },
      });
    else announce(`${next.cues.length} cues`);
  };
  const remove = () => {
    setCues([]);
    showNotice({
      text: noun === 'Captions' ? 'The captions are taken out.' : 'The transcript is taken out.',
      action: { label: 'Bring it back', run: () => replace({ language, cues: [...cues] }) },
    });
  };
  const shifted = shifting === null ? undefined : cues[shifting];
  return (
    <section aria-label={noun} id={id} tabIndex={-1} className="flex flex-col gap-3 rounded-base">
      <TranscriptHead
        noun={noun}
        title={title}
        language={language}
        cues={cues}
        duration={duration}
        onLanguage={setLanguage}
        onReplace={replace}
        onBegin={() => {
          setCues([firstCue(playback.get().time - origin)]);
          goTo(0);
        }}
        onRemove={remove}
        {...(transcription.isOffered && {
          onTranscribe: () => (transcription.now?.state === 'ready' ? setOffered(true) : transcription.ask()),
          isTranscribing: isUnderWay(transcription.now),
        })}
      />
      <TranscriptionNote
        noun={noun}
        transcription={transcription}
        clip={clip}
        count={cues.length}
        isOpen={isOffered}
        onTake={(taken) => {
          setOffered(false);
          replace({ language, cues: taken });
        }}
      />
      {clip && <BeyondEnd cues={cues} clip={clip} onChange={setCues} />}
      {cues.length > 0 && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <CuePager cues={cues} page={page} onPage={setPage} />
            {clip && (
              <Switch isSelected={isFollowing} onChange={setFollowing}>
                Follow what plays
              </Switch>
            )}
          </div>
          <Speakers id={speakersId} cues={cues} />
          <ol
            ref={list}
            tabIndex={-1}
            aria-label={`${noun}, cue by cue`}
            className="flex flex-col border-y border-line tall:max-h-[max(20rem,calc(100dvh-24rem))] tall:overflow-y-auto"
            start={from + 1}
          >
            {cues.slice(from, to).map((cue, at) => (
              <CueRow
                // A cue is known by its place: what is written stays in its field, whatever is done to others.
                // biome-ignore lint/suspicious/noArrayIndexKey: rows are controlled and have no state but an unfinished time
                key={from + at}
                cue={cue}
                before={cues[from + at - 1]}
                index={from + at}
                isLast={from + at === cues.length - 1}
                isCurrent={heard === from + at}
                isCaption={noun === 'Captions'}
                speakersId={speakersId}
                onEdit={edit}
                onPlay={play}
                onSelect={onSelect}
                onStep={step}
                onAskShift={setShifting}
              />
            ))}
          </ol>
          <CuePager cues={cues} page={page} onPage={setPage} />
          <p className="text-small text-ink-soft">
            In the words: Ctrl+Enter plays the cue and pauses, Ctrl+Shift+Enter splits it at the cursor; the arrow keys
            go on to the next cue.
          </p>
        </>
      )}
      {shifting !== null && shifted && (
        <ShiftDialog
          cue={shifted}
          playing={playback.get().time - origin}
          onShift={(by) => edit(shifting, { type: 'shift', by })}
          onClose={() => setShifting(null)}
        />
      )}
    </section>
  );
});

/** A cue put back where its time is. */
function put(cues: readonly Cue[], cue: Cue): readonly Cue[] {
  const at = cues.findIndex(({ start }) => start > cue.start);
  return cues.toSpliced(at < 0 ? cues.length : at, 0, cue);
}

function sayWhyNot({ type }: CueEdit): void {
  if (type === 'split') announce('Put the cursor between two words to split there');
  if (type === 'merge') announce('The two have too many words for one cue');
  if (type === 'shift' || type === 'times') announce('There is no room to move it further');
}

/** Names said before, to choose from. */
const Speakers = memo(function Speakers({ id, cues }: { id: string; cues: readonly Cue[] }) {
  const names = new Set(cues.flatMap(({ speaker }) => speaker ?? []));
  return (
    <datalist id={id}>
      {[...names].slice(0, 50).map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
});

/** Puts the cursor into the words of a cue once it is drawn. */
function useFocus(): (index: number, caret?: 'end') => void {
  const wanted = useRef<{ index: number; caret: 'end' | undefined } | null>(null);
  useEffect(() => {
    const { index, caret } = wanted.current ?? {};
    const field = index === undefined ? null : document.getElementById(cueTextId(index));
    if (!(field instanceof HTMLTextAreaElement)) return;
    wanted.current = null;
    field.focus();
    const at = caret === 'end' ? field.value.length : 0;
    field.setSelectionRange(at, at);
  });
  const [, redraw] = useState(0);
  return useCallback((index, caret) => {
    wanted.current = { index, caret };
    redraw((count) => count + 1);
  }, []);
}
