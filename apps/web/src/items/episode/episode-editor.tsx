import { longestAudiogram } from '@mobilise/contracts/audiograms';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { memo, useMemo, useState } from 'react';
import { AudioStage } from '../../recordings/audio-stage.tsx';
import { ChaptersEditor } from '../../recordings/chapters-editor.tsx';
import type { Clipped } from '../../recordings/clip.ts';
import { RecordingField } from '../../recordings/recording-field.tsx';
import { TranscriptEditor } from '../../recordings/transcript-editor.tsx';
import { useRecordingEditor } from '../../recordings/use-recording-editor.ts';
import { ImageField } from '../image-field.tsx';
import { useItem } from '../item-context.ts';
import type { EditorProps } from '../kind-screens.ts';
import { DocumentEditor } from '../story/document-editor.tsx';
import { useParts } from '../use-parts.ts';
import { AudiogramsSection } from './audiograms-section.tsx';
import { episodeFieldIds } from './episode-parts.ts';
import { JinglesField } from './jingles-field.tsx';
import { NumberingFields } from './numbering-fields.tsx';
import { PeopleEditor } from './people-editor.tsx';
import { suggestStretch, within } from './stretch.ts';

/** Prepares an episode: what is heard, what is said in it, who says it, and what is written about it. */
export function EpisodeEditor({ content, epoch, onChange }: EditorProps<EpisodeContent>) {
  const { title } = useItem();
  const { change, setterOf } = useParts(content, onChange);
  const { season, number, type, explicit } = content;
  const { stage, chapters, words } = useRecordingEditor(
    { clip: content.audio, chapters: content.chapters, words: content.transcript },
    { setClip: setterOf('audio'), setChapters: setterOf('chapters'), setWords: setterOf('transcript') },
  );
  const { playback, clip } = words;
  const said = content.transcript?.cues ?? [];
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
          value={content.audio}
          onChange={setterOf('audio')}
        />
        {stage && <AudioStage {...stage} stretch={chosen} />}
        <JinglesField intro={content.intro} outro={content.outro} onChange={change} />
        <ChaptersEditor title={title} {...chapters} />
        <TranscriptEditor
          noun="Transcript"
          id={episodeFieldIds.transcript}
          title={title}
          assetId={content.audio?.assetId ?? null}
          {...words}
        />
        <AudiogramsSection
          playback={playback}
          clip={clip}
          hasWords={said.length > 0}
          stretch={chosen?.value ?? null}
          onStretch={setStretch}
          onBegin={() =>
            clip && setStretch(suggestStretch(said, clip.end - clip.start, playback.get().time - clip.start))
          }
        />
      </div>
      <section aria-label="Show notes" className="flex flex-col gap-2">
        <h2 className="text-lead font-semibold">Show notes</h2>
        <Notes what="show notes" body={content.notes} epoch={epoch} onChange={setterOf('notes')} />
      </section>
      <PeopleEditor value={content.people} onChange={setterOf('people')} />
      <NumberingFields {...{ season, number, type, explicit }} onChange={change} />
      <Cover
        label="Cover of this episode"
        description="Without one, the cover of the show is shown. Square, 1,400 pixels or more."
        id={episodeFieldIds.artwork}
        altId={episodeFieldIds.artworkAlt}
        low
        value={content.artwork}
        onChange={setterOf('artwork')}
      />
    </div>
  );
}

/** What was chosen before the recording was cut shorter ends with it. */
const cutTo = (stretch: Clipped, clip: Clipped) => within(stretch, clip.end - clip.start, longestAudiogram);

// Somebody who types into a transcript of hours does not wait for the rest of the page.
const Recording = memo(RecordingField);
const Notes = memo(DocumentEditor);
const Cover = memo(ImageField);
