import type { VideoContent } from '@mobilise/contracts/recordings';
import { memo } from 'react';
import { ChaptersEditor } from '../../recordings/chapters-editor.tsx';
import { RecordingField } from '../../recordings/recording-field.tsx';
import { TranscriptEditor } from '../../recordings/transcript-editor.tsx';
import { useRecordingEditor } from '../../recordings/use-recording-editor.ts';
import { VideoStage } from '../../recordings/video-stage.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ImageField } from '../image-field.tsx';
import { useItem } from '../item-context.ts';
import type { EditorProps } from '../kind-screens.ts';
import { DocumentEditor } from '../story/document-editor.tsx';
import { useParts } from '../use-parts.ts';
import { videoFieldIds } from './video-parts.ts';

/** Prepares a video: the film, what is said in it, its poster, and what is written about it. */
export function VideoEditor({ content, epoch, onChange }: EditorProps<VideoContent>) {
  const { title } = useItem();
  const { setterOf } = useParts(content, onChange);
  const { stage, chapters, words } = useRecordingEditor(
    { clip: content.video, chapters: content.chapters, words: content.captions },
    { setClip: setterOf('video'), setChapters: setterOf('chapters'), setWords: setterOf('captions') },
  );
  return (
    <div className="flex flex-col gap-10">
      <div className="flex flex-col gap-8">
        <Recording
          kind="video"
          id={videoFieldIds.video}
          label="Video"
          description="The film as it was made. Mobilise makes from it what each channel can show."
          value={content.video}
          onChange={setterOf('video')}
        />
        {stage && <VideoStage {...stage} />}
        <TranscriptEditor noun="Captions" id={videoFieldIds.captions} title={title} {...words} />
        {!content.captions && (
          <Switch isSelected={content.silent} onChange={setterOf('silent')} className="-mt-4">
            Nothing is spoken in it, and no sound matters
          </Switch>
        )}
        <ChaptersEditor title={title} {...chapters} />
      </div>
      <Poster
        label="Poster"
        description="Shown before it plays. Without one, a frame of the film is shown that Mobilise chose."
        id={videoFieldIds.poster}
        altId={videoFieldIds.posterAlt}
        low
        value={content.poster}
        onChange={setterOf('poster')}
      />
      <section aria-label="Description" className="flex flex-col gap-2">
        <h2 className="text-lead font-semibold">Description</h2>
        <Description body={content.description} epoch={epoch} onChange={setterOf('description')} />
      </section>
    </div>
  );
}

// Somebody who types into captions of hours does not wait for the rest of the page.
const Recording = memo(RecordingField);
const Description = memo(DocumentEditor);
const Poster = memo(ImageField);
