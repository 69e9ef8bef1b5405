import type { Asset } from '@mobilise/contracts/media';
import { type Shape, shapes } from '@mobilise/contracts/shapes';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { Meanwhile } from '../ui/meanwhile.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { showNotice } from '../ui/toast.tsx';
import { changesOf, conflictsOf, goneOn, nothingUnsaved, type Unsaved, withChanges } from '../unsaved.ts';
import { sayUsed } from './asset-words.ts';
import { type CropParts, partName, partsOf, withParts } from './crop-changes.ts';
import { type Framed, framedAs } from './crop-editing.ts';
import { PointEditor, ShapeEditor } from './crop-editors.tsx';
import { pictureOf, usesQuery } from './media-queries.ts';
import { ShapePreview } from './shape-preview.tsx';
import { useAsset } from './use-asset.ts';

const names = Object.keys(shapes) as Shape[];
const focus = 'focal point';

const sayFramed: Record<Framed['how'], string> = {
  whole: 'Shown whole',
  attention: 'Chosen by Mobilise',
  point: 'Follows the focal point',
  hand: 'Set by hand',
};

/** What every shape of a picture shows: one point that all of them keep, and each by hand where that is not enough. */
export function CropsDialog({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const { id: workspaceId } = useWorkspace();
  const { change } = useAsset(asset);
  const isLocked = !useCan('items.approve') && (asset.used?.approved ?? false);
  const uses = useQuery(usesQuery(workspaceId, asset.id));
  const [unsaved, setUnsaved] = useState<Unsaved<CropParts>>(nothingUnsaved);
  const [editing, setEditing] = useState<Shape | typeof focus>(focus);
  const picture = pictureOf(asset, 900);
  if (!picture) return null;
  const image = { width: asset.width ?? picture.width, height: asset.height ?? picture.height };
  const infographic = uses.data?.data.some(({ kind }) => kind === 'infographic') ?? false;
  const now = partsOf(asset);
  const changes = changesOf(unsaved, now);
  const wanted = withParts(asset, changes);
  const framing = { image, infographic, ...wanted };
  const isChanged = Object.keys(changes).length > 0;
  const theirs = change.isPending ? [] : conflictsOf(unsaved, now);
  const set = (part: Partial<CropParts>) => setUnsaved((unsaved) => withChanges(unsaved, now, part));
  const close = () => {
    if (!isChanged || window.confirm('What you changed is not saved. Leave and lose it?')) onClose();
  };
  const save = () =>
    change.mutate(wanted, {
      onSuccess: () => {
        showNotice({ text: 'Saved. The files are being made again.' });
        onClose();
      },
    });
  return (
    <Dialog
      title="Focal point and crops"
      isOpen
      onClose={close}
      size="wide"
      footer={
        <div className="flex flex-col gap-3">
          <FormProblem error={change.error} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onPress={close}>Cancel</Button>
            <Button
              look="primary"
              onPress={save}
              isDisabled={isLocked || !isChanged || theirs.length > 0}
              isPending={change.isPending}
            >
              Save
            </Button>
          </div>
        </div>
      }
    >
      <div className="flex flex-col gap-4">
        {infographic && (
          <p className="border-l-2 border-line-strong py-1 pl-3">
            An infographic uses this picture, so it is never cropped: every shape shows all of it.
          </p>
        )}
        {asset.used && asset.used.posts + asset.used.shows > 0 && (
          <p className="border-l-2 border-wait py-1 pl-3">
            {sayUsed(asset.used)}. What is out on your site shows the new crop as soon as it is made, without another
            approval; other channels keep the picture that they were sent.
          </p>
        )}
        {isLocked && (
          <NoPermission
            action="items.approve"
            what="Some of that is approved, and does not change unseen: you may look at its crops, not change them."
            instead=", or upload the picture again, crop that one and use it instead"
          />
        )}
        <div className="grid gap-5 md:grid-cols-[minmax(0,1fr)_18rem]">
          <div className={`min-w-0 ${isLocked ? 'opacity-50' : ''}`} inert={isLocked}>
            {editing === focus ? (
              <PointEditor picture={picture} value={wanted.focalPoint} onChange={(focalPoint) => set({ focalPoint })} />
            ) : (
              <ShapeEditor
                key={editing}
                shape={editing}
                framing={framing}
                picture={picture}
                onChange={(crop) => set({ [editing]: crop })}
              />
            )}
          </div>
          <RadioGroup
            aria-label="What to set"
            value={editing}
            onChange={(value) => setEditing(value as typeof editing)}
            className="flex flex-col gap-1 max-md:order-first max-md:grid max-md:grid-cols-[repeat(auto-fill,minmax(5rem,1fr))]"
          >
            <Choice
              value={focus}
              title="Focal point"
              words={wanted.focalPoint ? 'Every shape keeps it in view' : 'Mobilise looks for what matters'}
            />
            {names.map((shape) => {
              const framed = framedAs(framing, shape);
              return (
                <Choice
                  key={shape}
                  value={shape}
                  title={shapes[shape].label}
                  words={`${sayFramed[framed.how]}. ${shapes[shape].used}`}
                  preview={
                    <ShapePreview
                      shape={shape}
                      framed={framed}
                      url={picture.url}
                      made={fileIn(asset, shape) ?? fileIn(asset, likeIt(shape))}
                    />
                  }
                />
              );
            })}
          </RadioGroup>
        </div>
        <Meanwhile
          theirs={theirs.map((part) => ({ label: partName(part), value: now[part] ? 'Changed' : 'Not set by hand' }))}
          onGoOn={() => {
            setUnsaved((unsaved) => goneOn(unsaved, now));
            change.reset();
          }}
        />
      </div>
    </Dialog>
  );
}

function Choice({
  value,
  title,
  words,
  preview,
}: {
  value: string;
  title: string;
  words: string;
  preview?: React.ReactNode;
}) {
  return (
    <Radio
      value={value}
      className="group flex gap-x-3 gap-y-1 rounded-base max-md:flex-col md:items-center border border-transparent p-1.5 outline-offset-0 data-focus-visible:outline-2 data-focus-visible:outline-focus data-hovered:bg-hover data-selected:border-accent data-selected:bg-accent-soft"
    >
      <span className="grid size-20 shrink-0 place-items-center max-md:size-14">
        {preview ?? (
          <span className="grid size-8 place-items-center rounded-full border-2 border-ink-soft">
            <span className="size-1.5 rounded-full bg-ink-soft" />
          </span>
        )}
      </span>
      <span className="min-w-0">
        <span className="block font-medium wrap-anywhere max-md:text-small">
          {title}
          <span className="sr-only">: </span>
        </span>
        <span className="block text-small text-ink-soft max-md:sr-only">{words}</span>
      </span>
    </Radio>
  );
}

const fileIn = ({ renditions }: Asset, shape: Shape) => renditions.find(({ purpose }) => purpose === shape)?.url;
/** A cover is made once a picture is one; the square shows what it would be. */
const likeIt = (shape: Shape): Shape => (shape === 'artwork' ? 'square' : shape);
