import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AssetPicker } from '../media/asset-picker.tsx';
import { sayDuration } from '../media/duration.ts';
import { assetQuery } from '../media/media-queries.ts';
import { UploadNotes } from '../media/upload-notes.tsx';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';

/** The intro or outro that new episodes begin with. */
export function JingleChoice({
  label,
  help,
  value,
  onChange,
}: {
  label: 'Intro' | 'Outro';
  help: string;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { id: workspaceId } = useWorkspace();
  const [isPicking, setPicking] = useState(false);
  const asset = useQuery({ ...assetQuery(workspaceId, value ?? ''), enabled: value !== null }).data;
  return (
    <section aria-label={label} className="flex flex-col gap-1.5">
      <h3 className="font-medium">{label}</h3>
      <p className="figures wrap-anywhere">
        {value ? (asset?.filename ?? '…') : 'None'}
        {asset?.duration ? <span className="text-ink-soft">, {sayDuration(asset.duration)}</span> : null}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onPress={() => setPicking(true)}>
          {`Choose ${value ? 'another' : 'an'} ${label.toLowerCase()}`}
        </Button>
        {value && (
          <Button size="small" look="quiet" onPress={() => onChange(null)}>
            {`No ${label.toLowerCase()}`}
          </Button>
        )}
      </div>
      {value && <UploadNotes assetId={value} onUse={onChange} />}
      <p className="text-small text-ink-soft">{help}</p>
      {isPicking && (
        <AssetPicker
          kinds={['audio']}
          title={`Choose the ${label.toLowerCase()}`}
          onClose={() => setPicking(false)}
          onPick={(picked) => onChange(picked.id)}
        />
      )}
    </section>
  );
}
