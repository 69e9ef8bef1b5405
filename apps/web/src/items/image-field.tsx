import { type Image, maxAltText } from '@mobilise/contracts/image';
import { Images, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { AssetImage } from '../media/asset-image.tsx';
import { DropArea, FileButton } from '../media/drop-area.tsx';
import { ImagePicker } from '../media/image-picker.tsx';
import { UploadList } from '../media/upload-list.tsx';
import { UploadNotes } from '../media/upload-notes.tsx';
import { useUploads } from '../media/use-uploads.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { AltCount } from './alt-count.tsx';

export interface ImageFieldProps {
  label: string;
  description: string;
  /** The id of the whole, for a link from what is missing. */
  id?: string;
  altId: string;
  /** Guidance on the alt text; the usual one unless given. */
  altHelp?: ReactNode;
  /** Shown low, where words matter more. */
  low?: boolean;
  value: Image | null;
  onChange: (value: Image | null) => void;
}

/** One image with its alt text: uploaded here, dropped, or taken from the library. */
export function ImageField({ label, description, id, altId, altHelp, low = false, value, onChange }: ImageFieldProps) {
  const [isPicking, setPicking] = useState(false);
  const take = (asset: { id: string; alt: string }) => onChange({ assetId: asset.id, alt: asset.alt });
  const { uploads, add } = useUploads(take);
  const one = (files: File[]) => add(files.slice(0, 1));
  return (
    <section aria-label={label} id={id} tabIndex={-1} className="flex flex-col gap-2 rounded-base">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div>
          <h2 className="font-medium">{label}</h2>
          {!value && <p className="text-small text-ink-soft">{description}</p>}
        </div>
        <div className="flex flex-wrap gap-2">
          <FileButton size="small" onFiles={one}>
            {value ? 'Replace it' : 'Upload it'}
          </FileButton>
          <Button size="small" icon={Images} onPress={() => setPicking(true)}>
            From the library
          </Button>
          {value && (
            <Button size="small" look="quiet" icon={Trash2} onPress={() => onChange(null)}>
              Take it out
            </Button>
          )}
        </div>
      </div>
      <UploadList uploads={uploads} />
      <DropArea label={`Drop the ${label.toLowerCase()} here`} onFiles={one}>
        {value ? (
          <AssetImage assetId={value.assetId} alt={value.alt} width={680} low={low} />
        ) : (
          <p className="grid h-20 place-items-center rounded-base border border-dashed border-line-strong text-small text-ink-soft">
            Drop an image here
          </p>
        )}
      </DropArea>
      {value && <UploadNotes assetId={value.assetId} onUse={(assetId) => onChange({ ...value, assetId })} />}
      {value && (
        <TextArea
          id={altId}
          label={`Alt text of the ${label.toLowerCase()}`}
          description={
            <>
              {altHelp} <AltCount alt={value.alt} hasHelp={altHelp !== undefined} />
            </>
          }
          rows={2}
          maxLength={maxAltText}
          value={value.alt}
          onChange={(alt) => onChange({ ...value, alt })}
        />
      )}
      {isPicking && (
        <ImagePicker title={`Choose the ${label.toLowerCase()}`} onClose={() => setPicking(false)} onPick={take} />
      )}
    </section>
  );
}
