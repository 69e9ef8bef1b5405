import { useQuery } from '@tanstack/react-query';
import { CircleUserRound } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { AssetPicker } from '../../media/asset-picker.tsx';
import { assetQuery } from '../../media/media-queries.ts';
import { useWorkspace } from '../../session.ts';
import { Menu } from '../../ui/menu.tsx';

/** A small portrait: a press chooses one, or takes it out. */
export function PersonPicture({
  name,
  assetId,
  onChange,
}: {
  name: string;
  assetId: string | undefined;
  onChange: (assetId: string | undefined) => void;
}) {
  const { id: workspaceId } = useWorkspace();
  const [isPicking, setPicking] = useState(false);
  const asset = useQuery({ ...assetQuery(workspaceId, assetId ?? ''), enabled: assetId !== undefined }).data;
  const newer = asset?.replacedBy;
  const face = (
    <AriaButton
      aria-label={assetId ? `Change the picture of ${name}` : `Add a picture of ${name}`}
      {...(!assetId && { onPress: () => setPicking(true) })}
      className="mt-6.5 grid size-11 shrink-0 place-items-center overflow-hidden rounded-full border border-line-strong bg-sheet text-ink-soft hover:bg-hover data-focus-visible:outline-2 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus"
    >
      {asset?.thumb ? (
        <img src={asset.thumb} alt="" className="size-full object-cover" />
      ) : (
        <CircleUserRound aria-hidden className="size-6" />
      )}
    </AriaButton>
  );
  return (
    <>
      {assetId ? (
        <Menu
          label={`Picture of ${name}`}
          trigger={face}
          items={[
            newer ? { label: 'Use its newer file', onAction: () => onChange(newer) } : false,
            { label: 'Choose another', onAction: () => setPicking(true) },
            { label: 'Take it out', look: 'danger', onAction: () => onChange(undefined) },
          ]}
        />
      ) : (
        face
      )}
      {isPicking && (
        <AssetPicker
          kinds={['image']}
          title={`Choose a picture of ${name}`}
          onClose={() => setPicking(false)}
          onPick={(picked) => onChange(picked.id)}
        />
      )}
    </>
  );
}
