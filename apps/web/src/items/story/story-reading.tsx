import type { StoryContent } from '@mobilise/contracts/kinds';
import { AssetImage } from '../../media/asset-image.tsx';
import { DocumentReading } from './document-reading.tsx';

/** A story to read: the same words and pictures, nothing to change. */
export function StoryReading({ content: { leadImage, body } }: { content: StoryContent }) {
  return (
    <div className="flex flex-col gap-5">
      {leadImage && <AssetImage assetId={leadImage.assetId} alt={leadImage.alt} width={680} />}
      <DocumentReading body={body} />
    </div>
  );
}
