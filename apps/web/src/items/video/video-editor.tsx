import type { VideoContent } from '@mobilise/contracts/recordings';
import { memo, useCallback, useRef, useState } from 'react';
import { ChaptersEditor } from '../../recordings/chapters-editor.tsx';
import { cutOtherwise } from '../../recordings/cutting.ts';
import { RecordingField } from '../../recordings/recording-field.tsx';
import { TranscriptEditor } from '../../recordings/transcript-editor.tsx';
import { useClip } from '../../recordings/use-clip.ts';
import { usePlayback } from '../../recordings/use-playback.ts';
import { VideoStage } from '../../recordings/video-stage.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showNotice } from '../../ui/toast.tsx';
import { ImageField } from '../image-field.tsx';
import { useItem } from '../item-context.ts';
import type { EditorProps } from '../kind-screens.ts';
import { DocumentEditor } from '../story/document-editor.tsx';
import { BurnInField } from './burn-in-field.tsx';
import { FrameButton } from './frame-button.tsx';
import { FramePoster } from './frame-poster.tsx';
import { videoFieldIds } from './video-parts.ts';

/** Prepares a video: the film, what is said in it, its poster, and what is written about it. */
export function VideoEditor({ content, epoch, onChange }: EditorProps<VideoContent>) {
  const { title } = useItem();
  const latest = useRef({ content, onChange });
  latest.current = { content, onChange };
  const change = useCallback((part: Partial<VideoContent>) => {
    const { content: present, onChange: tell } = latest.current;
    latest.current.content = { ...present, ...part };
    tell(latest.current.content);
  }, []);
  const playback = usePlayback();
  const [selected, select] = useState<number | null>(null);
  const { video, chapters, captions, silent } = content;
  const { asset, clip } = useClip(video);
  const duration = asset?.duration;
  const cut = useCallback(
    (to: { start: number; end: number }) => {
      const { video: before, chapters: marks, captions: words } = latest.current.content;
      if (!before || !duration) return;
      cutOtherwise({ clip: before, chapters: marks, words }, to, duration, (made) =>
        change({ video: made.clip, chapters: made.chapters, captions: made.words }),
      );
    },
    [duration, change],
  );
  const setVideo = useCallback(
    (to: VideoContent['video']) => {
      const { video: before, posterAt } = latest.current.content;
      // A frame of one film is none of another.
      const isSame = before?.assetId === to?.assetId;
      change({ video: to, posterAt: isSame ? (posterAt ?? null) : null });
    },
    [change],
  );
  const setPoster = useCallback((poster: VideoContent['poster']) => change({ poster, posterAt: null }), [change]);
  const frameAsPoster = useCallback(
    (at: number) => {
      const { poster, posterAt } = latest.current.content;
      change({ poster: null, posterAt: at });
      showNotice({
        text: 'This frame is the poster.',
        action: { label: 'Bring the old one back', run: () => change({ poster, posterAt: posterAt ?? null }) },
      });
    },
    [change],
  );
  const setDescription = useCallback((description: VideoContent['description']) => change({ description }), [change]);
  const setChapters = useCallback((to: VideoContent['chapters']) => change({ chapters: to }), [change]);
  const setCaptions = useCallback((to: VideoContent['captions']) => change({ captions: to }), [change]);
  const setCues = useCallback(
    (cues: NonNullable<VideoContent['captions']>['cues']) => {
      const { captions: words } = latest.current.content;
      if (words) change({ captions: { ...words, cues } });
    },
    [change],
  );
  const frameAt = content.poster ? null : (content.posterAt ?? null);
  return (
    <div className="flex flex-col gap-10">
      <div className="flex flex-col gap-8">
        <Recording
          kind="video"
          id={videoFieldIds.video}
          label="Video"
          description="The film as it was made. Mobilise makes from it what each channel can show."
          value={video}
          onChange={setVideo}
        />
        {video && asset && (
          <div className="top-(--head) z-10 -mx-2 bg-paper px-2 py-2 tall:sticky">
            <VideoStage
              asset={asset}
              value={video}
              playback={playback}
              chapters={chapters}
              cues={captions?.cues ?? noCues}
              selected={selected}
              onCut={cut}
              onChapters={setChapters}
              onCues={setCues}
              tools={clip && <FrameButton playback={playback} clip={clip} posterAt={frameAt} onUse={frameAsPoster} />}
            />
          </div>
        )}
        <TranscriptEditor
          noun="Captions"
          id={videoFieldIds.captions}
          title={title}
          value={captions}
          onChange={setCaptions}
          playback={playback}
          assetId={video?.assetId ?? null}
          clip={clip}
          onSelect={select}
        />
        {!captions && (
          <Switch isSelected={silent} onChange={(to) => change({ silent: to })} className="-mt-4">
            Nothing is spoken in it, and no sound matters
          </Switch>
        )}
        {captions && asset && (
          <BurnInField
            // What was saved before there was a choice is saved with the usual one.
            value={content.burnIn ?? true}
            onChange={(burnIn) => change({ burnIn })}
            asset={asset}
            clip={clip}
            cues={captions.cues}
            playback={playback}
          />
        )}
        <ChaptersEditor title={title} value={chapters} onChange={setChapters} playback={playback} clip={clip} />
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
      {frameAt !== null && asset && clip && (
        <div className="-mt-8">
          <FramePoster asset={asset} clip={clip} at={frameAt} playback={playback} onRemove={() => setPoster(null)} />
        </div>
      )}
      <section aria-label="Description" className="flex flex-col gap-2">
        <h2 className="text-lead font-semibold">Description</h2>
        <Description body={content.description} epoch={epoch} onChange={setDescription} />
      </section>
    </div>
  );
}

const noCues: never[] = [];
// Somebody who types into captions of hours does not wait for the rest of the page.
const Recording = memo(RecordingField);
const Description = memo(DocumentEditor);
const Poster = memo(ImageField);
