import type { Asset } from '@mobilise/contracts/media';
import { RailSection } from '../ui/page-frame.tsx';
import { FileButton } from './drop-area.tsx';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './use-uploads.ts';

/** A newer file takes the place of an upload; what was approved keeps the one it has. */
export function ReplaceSection({ asset, onOpen }: { asset: Asset; onOpen: (assetId: string) => void }) {
  const kinds = [asset.kind];
  const { uploads, add } = useUploads((made) => onOpen(made.id), { kinds });
  return (
    <RailSection title="Replace">
      <p className="text-ink-soft">
        Upload a newer version. What was approved does not change: items keep this file until somebody takes the new
        one.
      </p>
      <UploadList uploads={uploads} />
      <div>
        <FileButton size="small" kinds={kinds} onFiles={(files) => add(files.slice(0, 1), asset.id)}>
          Upload a newer file
        </FileButton>
      </div>
    </RailSection>
  );
}
