import type { VideoContent } from '@mobilise/contracts/recordings';
import { memo, useCallback, useRef } from 'react';
import { ChaptersEditor } from '../../recordings/chapters-editor.tsx';
import { RecordingField } from '../../recordings/recording-field.tsx';
import { TranscriptEditor } from '../../recordings/transcript-editor.tsx';
import { useRecordingEditor } from '../../recordings/use-recording-editor.ts';
import { VideoStage } from '../../recordings/video-stage.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showNotice } from '../../ui/toast.tsx';
import { ImageField } from '../image-field.tsx';
import { useItem } from '../item-context.ts';
import type { EditorProps } from '../kind-screens.ts';
import { DocumentEditor } from '../story/document-editor.tsx';
import { useParts } from '../use-parts.ts';
import { BurnInField } from './burn-in-field.tsx';
import { FrameButton } from './frame-button.tsx';
import { FramePoster } from './frame-poster.tsx';
import { videoFieldIds } from './video-parts.ts';

/** Prepares a video: the film, what is said in it, its poster, and what is written about it. */
export function VideoEditor({ content, epoch, onChange }: EditorProps<VideoContent>) {
  const { title } = useItem();
  const { change, setterOf } = useParts(content, onChange);
  const latest = useRef(content);
  latest.current = content;
  const setVideo = useCallback(
    (video: VideoContent['video']) => {
      // A frame of one film is none of another.
      const isSame = latest.current.video?.assetId === video?.assetId;
      change(isSame ? { video } : { video, posterAt: null });
    },
    [change],
  );
  const setPoster = useCallback((poster: VideoContent['poster']) => change({ poster, posterAt: null }), [change]);
  const frameAsPoster = useCallback(
    (at: number) => {
      const { poster, posterAt } = latest.current;
      change({ poster: null, posterAt: at });
      showNotice({
        text: 'This frame is the poster.',
        action: { label: 'Bring the old one back', run: () => change({ poster, posterAt: posterAt ?? null }) },
      });
    },
    [change],
  );
  const { stage, chapters, words } = useRecordingEditor(
    { clip: content.video, chapters: content.chapters, words: content.captions },
    { setClip: setVideo, setChapters: setterOf('chapters'), setWords: setterOf('captions') },
  );
  const { playback, clip } = words;
  const frameAt = content.poster ? null : (content.posterAt ?? null);
  return (
    <div className="flex flex-col gap-10">
      <div className="flex flex-col gap-8">
        <Recording
          kind="video"
          id={videoFieldIds.video}
          label="Video"
          description="The film as it was made. Mobilise makes from it what each channel can show."
          value={content.video}
          onChange={setVideo}
        />
        {stage && (
          <VideoStage
            {...stage}
            tools={clip && <FrameButton playback={playback} clip={clip} posterAt={frameAt} onUse={frameAsPoster} />}
          />
        )}
        <TranscriptEditor
          noun="Captions"
          id={videoFieldIds.captions}
          title={title}
          assetId={content.video?.assetId ?? null}
          {...words}
        />
        {!content.captions && (
          <Switch isSelected={content.silent} onChange={setterOf('silent')} className="-mt-4">
            Nothing is spoken in it, and no sound matters
          </Switch>
        )}
        {content.captions && stage && (
          <BurnInField
            // What was saved before there was a choice is saved with the usual one.
            value={content.burnIn ?? true}
            onChange={(burnIn) => change({ burnIn })}
            asset={stage.asset}
            clip={clip}
            cues={content.captions.cues}
            playback={playback}
          />
        )}
        <ChaptersEditor title={title} {...chapters} />
      </div>
      <Poster
        label="Poster"
        description={
          frameAt === null
            ? 'Shown before it plays: a picture, a frame that you choose at the film above, or else one that Mobilise chooses.'
            : 'A picture would take the place of the frame below.'
        }
        id={videoFieldIds.poster}
        altId={videoFieldIds.posterAlt}
        low
        value={content.poster}
        onChange={setPoster}
      />
      {frameAt !== null && stage && clip && (
        <div className="-mt-8">
          <FramePoster
            asset={stage.asset}
            clip={clip}
            at={frameAt}
            playback={playback}
            onRemove={() => {
              setPoster(null);
              // The button is gone with the frame.
              document.getElementById(videoFieldIds.poster)?.focus();
            }}
          />
        </div>
      )}
      <section aria-label="Description" className="flex flex-col gap-2">
        <h2 className="text-lead font-semibold">Description</h2>
        <Description what="description" body={content.description} epoch={epoch} onChange={setterOf('description')} />
      </section>
    </div>
  );
}

// Somebody who types into captions of hours does not wait for the rest of the page.
const Recording = memo(RecordingField);
const Description = memo(DocumentEditor);
const Poster = memo(ImageField);
