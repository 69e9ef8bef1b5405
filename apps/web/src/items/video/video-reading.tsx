import type { VideoContent } from '@mobilise/contracts/recordings';
import { DocumentReading } from '../story/document-reading.tsx';

/** A video to read. */
export function VideoReading({ content: { description } }: { content: VideoContent }) {
  return <DocumentReading body={description} />;
}
