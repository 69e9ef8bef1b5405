import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { DocumentReading } from '../story/document-reading.tsx';

/** An episode to read. */
export function EpisodeReading({ content: { notes } }: { content: EpisodeContent }) {
  return <DocumentReading body={notes} />;
}
