import type { VideoContent } from '@mobilise/contracts/recordings';
import { RecordingReading } from '../../recordings/recording-reading.tsx';
import { DocumentReading } from '../story/document-reading.tsx';

/** A video to see and to read. */
export function VideoReading({
  content: { video, description, silent, chapters, captions },
}: {
  content: VideoContent;
}) {
  return (
    <div className="flex flex-col gap-6">
      <RecordingReading kind="video" value={video} chapters={chapters} words={captions} />
      {silent && <p className="text-ink-soft">Nothing is spoken in it.</p>}
      <DocumentReading body={description} />
    </div>
  );
}
