import { longestAudiogram } from '@mobilise/contracts/audiograms';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { AudioStage } from '../../recordings/audio-stage.tsx';
import { ChaptersEditor } from '../../recordings/chapters-editor.tsx';
import type { Clipped } from '../../recordings/clip.ts';
import { cutOtherwise } from '../../recordings/cutting.ts';
import { RecordingField } from '../../recordings/recording-field.tsx';
import { TranscriptEditor } from '../../recordings/transcript-editor.tsx';
import { useClip } from '../../recordings/use-clip.ts';
import { usePlayback } from '../../recordings/use-playback.ts';
import { ImageField } from '../image-field.tsx';
import { useItem } from '../item-context.ts';
import type { EditorProps } from '../kind-screens.ts';
import { DocumentEditor } from '../story/document-editor.tsx';
import { AudiogramsSection } from './audiograms-section.tsx';
import { episodeFieldIds } from './episode-parts.ts';
import { JinglesField } from './jingles-field.tsx';
import { NumberingFields } from './numbering-fields.tsx';
import { PeopleEditor } from './people-editor.tsx';
import { suggestStretch, within } from './stretch.ts';

/** Prepares an episode: what is heard, what is said in it, who says it, and what is written about it. */
export function EpisodeEditor({ content, epoch, onChange }: EditorProps<EpisodeContent>) {
  const { title } = useItem();
  const latest = useRef({ content, onChange });
  latest.current = { content, onChange };
  const change = useCallback((part: Partial<EpisodeContent>) => {
    const { content: present, onChange: tell } = latest.current;
    latest.current.content = { ...present, ...part };
    tell(latest.current.content);
  }, []);
  const playback = usePlayback();
  const [selected, select] = useState<number | null>(null);
  const { audio, chapters, transcript, season, number, type, explicit } = content;
  const { asset, clip } = useClip(audio);
  const duration = asset?.duration;
  const cut = useCallback(
    (to: { start: number; end: number }) => {
      const { audio: before, chapters: marks, transcript: words } = latest.current.content;
      if (!before || !duration) return;
      cutOtherwise({ clip: before, chapters: marks, words }, to, duration, (made) =>
        change({ audio: made.clip, chapters: made.chapters, transcript: made.words }),
      );
    },
    [duration, change],
  );
  const setNotes = useCallback((notes: EpisodeContent['notes']) => change({ notes }), [change]);
  const setPeople = useCallback((people: EpisodeContent['people']) => change({ people }), [change]);
  const setArtwork = useCallback((artwork: EpisodeContent['artwork']) => change({ artwork }), [change]);
  const setAudio = useCallback((to: EpisodeContent['audio']) => change({ audio: to }), [change]);
  const setChapters = useCallback((to: EpisodeContent['chapters']) => change({ chapters: to }), [change]);
  const setTranscript = useCallback((to: EpisodeContent['transcript']) => change({ transcript: to }), [change]);
  const setCues = useCallback(
    (cues: NonNullable<EpisodeContent['transcript']>['cues']) => {
      const { transcript: words } = latest.current.content;
      if (words) change({ transcript: { ...words, cues } });
    },
    [change],
  );
  const [stretch, setStretch] = useState<Clipped | null>(null);
  const chosen = useMemo(
    () => stretch && clip && { noun: 'audiogram', value: cutTo(stretch, clip), onChange: setStretch },
    [stretch, clip],
  );
  return (
    <div className="flex flex-col gap-10">
      <div className="flex flex-col gap-8">
        <Recording
          kind="audio"
          id={episodeFieldIds.audio}
          label="Audio"
          description="The recording as it was made: it is levelled, and intro and outro are put around it, when it is approved."
          value={audio}
          onChange={setAudio}
        />
        {audio && asset && (
          <div className="top-(--head) z-10 -mx-2 bg-paper px-2 py-2 tall:sticky">
            <AudioStage
              asset={asset}
              value={audio}
              playback={playback}
              chapters={chapters}
              cues={transcript?.cues ?? noCues}
              selected={selected}
              onCut={cut}
              onChapters={setChapters}
              onCues={setCues}
              stretch={chosen}
            />
          </div>
        )}
        <JinglesField intro={content.intro} outro={content.outro} onChange={change} />
        <ChaptersEditor title={title} value={chapters} onChange={setChapters} playback={playback} clip={clip} />
        <TranscriptEditor
          noun="Transcript"
          id={episodeFieldIds.transcript}
          title={title}
          value={transcript}
          onChange={setTranscript}
          playback={playback}
          assetId={audio?.assetId ?? null}
          clip={clip}
          onSelect={select}
        />
        <AudiogramsSection
          playback={playback}
          clip={clip}
          hasWords={(transcript?.cues.length ?? 0) > 0}
          stretch={chosen?.value ?? null}
          onStretch={setStretch}
          onBegin={() =>
            clip &&
            setStretch(
              suggestStretch(transcript?.cues ?? noCues, clip.end - clip.start, playback.get().time - clip.start),
            )
          }
        />
      </div>
      <section aria-label="Show notes" className="flex flex-col gap-2">
        <h2 className="text-lead font-semibold">Show notes</h2>
        <Notes body={content.notes} epoch={epoch} onChange={setNotes} />
      </section>
      <PeopleEditor key={`people ${epoch}`} value={content.people} onChange={setPeople} />
      <NumberingFields {...{ season, number, type, explicit }} onChange={change} />
      <Cover
        label="Cover of this episode"
        description="Without one, the cover of the show is shown. Square, 1,400 pixels or more."
        id={episodeFieldIds.artwork}
        altId={episodeFieldIds.artworkAlt}
        low
        value={content.artwork}
        onChange={setArtwork}
      />
    </div>
  );
}

/** What was chosen before the recording was cut shorter ends with it. */
const cutTo = (stretch: Clipped, clip: Clipped) => within(stretch, clip.end - clip.start, longestAudiogram);

const noCues: never[] = [];
// Somebody who types into a transcript of hours does not wait for the rest of the page.
const Recording = memo(RecordingField);
const Notes = memo(DocumentEditor);
const Cover = memo(ImageField);
