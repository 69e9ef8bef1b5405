import type { Asset } from '@mobilise/contracts/media';
import type { Clip } from '@mobilise/contracts/recordings';
import { useQuery } from '@tanstack/react-query';
import { Images, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { AssetPicker } from '../media/asset-picker.tsx';
import { DropArea, FileButton } from '../media/drop-area.tsx';
import { assetQuery } from '../media/media-queries.ts';
import { UploadList } from '../media/upload-list.tsx';
import { UploadNotes } from '../media/upload-notes.tsx';
import { useUploads } from '../media/use-uploads.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { showNotice } from '../ui/toast.tsx';
import { RecordingStanding } from './recording-standing.tsx';

export interface RecordingFieldProps {
  kind: 'audio' | 'video';
  /** The id of the whole, for a link from what is missing. */
  id: string;
  label: string;
  description: string;
  value: Clip | null;
  onChange: (value: Clip | null) => void;
}

/** The recording of an item: uploaded here, dropped, or taken from the library; how it stands, and what is done with it. */
export function RecordingField({ kind, id, label, description, value, onChange }: RecordingFieldProps) {
  const [isPicking, setPicking] = useState(false);
  const take = (asset: Pick<Asset, 'id'>) => {
    if (asset.id === value?.assetId) return;
    onChange({ assetId: asset.id, trim: null });
    if (value) {
      showNotice({
        text: `Another ${kind === 'audio' ? 'recording' : 'film'} is in its place. Check that chapters and words still fit.`,
        action: { label: 'Bring the old one back', run: () => onChange(value) },
      });
    }
  };
  const { uploads, add } = useUploads(take, { kinds: [kind] });
  const one = (files: File[]) => add(files.slice(0, 1));
  const kinds = [kind] as const;
  return (
    <section aria-label={label} id={id} tabIndex={-1} className="flex flex-col gap-3 rounded-base">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-lead font-semibold">{label}</h2>
          {!value && <p className="text-small text-ink-soft">{description}</p>}
        </div>
        <div className="flex flex-wrap gap-2">
          <FileButton size="small" kinds={kinds} onFiles={one}>
            {value ? 'Replace it' : 'Upload it'}
          </FileButton>
          <Button size="small" icon={Images} onPress={() => setPicking(true)}>
            From the library
          </Button>
          {value && (
            <Button
              size="small"
              look="quiet"
              icon={Trash2}
              onPress={() => {
                onChange(null);
                showNotice({
                  text: `The ${kind === 'audio' ? 'recording' : 'film'} is taken out. The upload stays in the library.`,
                  action: { label: 'Bring it back', run: () => onChange(value) },
                });
              }}
            >
              Take it out
            </Button>
          )}
        </div>
      </div>
      <UploadList uploads={uploads} />
      {value ? (
        <>
          <Recording key={value.assetId} assetId={value.assetId} />
          <UploadNotes assetId={value.assetId} onUse={(assetId) => take({ id: assetId })} />
        </>
      ) : (
        <DropArea label={`Drop the ${kind === 'audio' ? 'recording' : 'film'} here`} onFiles={one}>
          <p className="grid h-24 place-items-center rounded-base border border-dashed border-line-strong px-4 text-center text-small text-ink-soft">
            {kind === 'audio'
              ? 'Drop a recording here: MP3, M4A, WAV, FLAC or Ogg'
              : 'Drop a film here: MP4, MOV, WebM or MKV'}
          </p>
        </DropArea>
      )}
      {isPicking && (
        <AssetPicker
          kinds={kinds}
          title={`Choose the ${label.toLowerCase()}`}
          onClose={() => setPicking(false)}
          onPick={take}
        />
      )}
    </section>
  );
}

function Recording({ assetId }: { assetId: string }) {
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(assetQuery(id, assetId));
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={2} />;
  return <RecordingStanding asset={data} />;
}
