import { artworkProblems, artworkSide } from '@mobilise/contracts/artwork';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { AssetPicker } from '../media/asset-picker.tsx';
import { assetQuery } from '../media/media-queries.ts';
import { UploadNotes } from '../media/upload-notes.tsx';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Cover } from './cover.tsx';

const least = artworkSide.least.toLocaleString('en-GB');

/** The cover of a show, looked at by the rules of directories as soon as it is chosen. */
export function ArtworkField({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { id: workspaceId } = useWorkspace();
  const [isPicking, setPicking] = useState(false);
  const asset = useQuery({ ...assetQuery(workspaceId, value ?? ''), enabled: value !== null }).data;
  const { width, height } = asset ?? {};
  const [problem] = width && height ? artworkProblems({ width, height }) : [];
  return (
    <section aria-label="Cover" className="flex flex-col gap-2">
      <h3 className="font-medium">Cover</h3>
      <div className="flex flex-wrap items-start gap-4">
        <Cover artwork={asset?.thumb ?? null} size="size-32" />
        <div className="flex min-w-56 grow basis-0 flex-col gap-2">
          <p className="text-small text-ink-soft">
            {`Not needed until directories take the show. A square picture of at least ${least} × ${least} pixels, without small print: it is often seen as small as a stamp.`}
          </p>
          <div role="status" className="empty:hidden">
            {width && height && (
              <p className="flex items-start gap-2">
                {problem ? (
                  <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
                ) : (
                  <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-done" />
                )}
                <span>
                  {problem ??
                    (width === height
                      ? 'It is large enough and square: directories take it.'
                      : 'Directories want a square: it is cropped round its focal point.')}
                </span>
              </p>
            )}
          </div>
          <div className="flex flex-wrap gap-2">
            <Button size="small" onPress={() => setPicking(true)}>
              {value ? 'Choose another cover' : 'Choose the cover'}
            </Button>
            {value && (
              <Button size="small" look="quiet" onPress={() => onChange(null)}>
                Take it out
              </Button>
            )}
          </div>
        </div>
      </div>
      {value && <UploadNotes assetId={value} onUse={onChange} />}
      {isPicking && (
        <AssetPicker
          kinds={['image']}
          title="Choose the cover"
          onClose={() => setPicking(false)}
          onPick={(picked) => onChange(picked.id)}
        />
      )}
    </section>
  );
}
