import type { Asset } from '@mobilise/contracts/media';
import { type Shape, shapes } from '@mobilise/contracts/shapes';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { showNotice } from '../ui/toast.tsx';
import { type Framed, framedAs, largestCrop } from './crop-editing.ts';
import { CropFrame } from './crop-frame.tsx';
import { FocalPoint } from './focal-point.tsx';
import { pictureOf, usesQuery } from './media-queries.ts';
import { PercentField } from './percent-field.tsx';
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
  const uses = useQuery(usesQuery(workspaceId, asset.id));
  const [focalPoint, setFocalPoint] = useState(asset.focalPoint);
  const [crops, setCrops] = useState(asset.crops);
  const [editing, setEditing] = useState<Shape | typeof focus>(focus);
  const picture = pictureOf(asset, 900);
  if (!picture) return null;
  const image = { width: asset.width ?? picture.width, height: asset.height ?? picture.height };
  const infographic = uses.data?.data.some(({ kind }) => kind === 'infographic') ?? false;
  const framing = { image, infographic, focalPoint, crops };
  const isChanged = JSON.stringify([focalPoint, crops]) !== JSON.stringify([asset.focalPoint, asset.crops]);
  const setCrop = (shape: Shape, crop: (typeof crops)[string] | null) => {
    const { [shape]: _, ...others } = crops;
    setCrops(crop ? { ...others, [shape]: crop } : others);
  };
  const close = () => {
    if (!isChanged || window.confirm('What you changed is not saved. Leave and lose it?')) onClose();
  };
  const save = () =>
    change.mutate(
      { focalPoint, crops },
      {
        onSuccess: () => {
          showNotice({ text: 'Saved. The files are being made again.' });
          onClose();
        },
      },
    );
  return (
    <Dialog title="Focal point and crops" isOpen onClose={close} size="wide">
      <div className="flex flex-col gap-4">
        {infographic && (
          <p className="border-l-2 border-line-strong py-1 pl-3">
            An infographic uses this picture, so it is never cropped: every shape shows all of it.
          </p>
        )}
        <div className="grid gap-5 md:grid-cols-[minmax(0,1fr)_18rem]">
          <div className="min-w-0">
            {editing === focus ? (
              <PointEditor picture={picture} value={focalPoint} onChange={setFocalPoint} />
            ) : (
              <ShapeEditor
                shape={editing}
                framing={framing}
                picture={picture}
                onChange={(crop) => setCrop(editing, crop)}
              />
            )}
          </div>
          <RadioGroup
            aria-label="What to set"
            value={editing}
            onChange={(value) => setEditing(value as typeof editing)}
            className="flex flex-col gap-1"
          >
            <Choice
              value={focus}
              title="Focal point"
              words={focalPoint ? 'Every shape keeps it in view' : 'Mobilise looks for what matters'}
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
                      made={asset.renditions.find(({ purpose }) => purpose === shape)?.url}
                    />
                  }
                />
              );
            })}
          </RadioGroup>
        </div>
        <FormProblem error={change.error} />
        <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-3">
          <Button onPress={close}>Cancel</Button>
          <Button look="primary" onPress={save} isDisabled={!isChanged} isPending={change.isPending}>
            Save
          </Button>
        </div>
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
      className="group flex items-center gap-3 rounded-base border border-transparent p-1.5 outline-offset-0 data-focus-visible:outline-2 data-focus-visible:outline-focus data-hovered:bg-hover data-selected:border-accent data-selected:bg-accent-soft"
    >
      <span className="grid size-20 shrink-0 place-items-center">
        {preview ?? (
          <span className="grid size-8 place-items-center rounded-full border-2 border-ink-soft">
            <span className="size-1.5 rounded-full bg-ink-soft" />
          </span>
        )}
      </span>
      <span className="min-w-0">
        <span className="block font-medium">{title}</span>
        <span className="block text-small text-ink-soft">{words}</span>
      </span>
    </Radio>
  );
}

type Picture = NonNullable<ReturnType<typeof pictureOf>>;

function PointEditor({
  picture,
  value,
  onChange,
}: {
  picture: Picture;
  value: Asset['focalPoint'];
  onChange: (value: Asset['focalPoint']) => void;
}) {
  const { x, y } = value ?? { x: 0.5, y: 0.5 };
  return (
    <div className="flex flex-col gap-3">
      <FocalPoint picture={picture} value={value} onChange={onChange} />
      <div className="flex flex-wrap items-end gap-4">
        <PercentField label="From the left" value={x} onChange={(x) => onChange({ x, y })} />
        <PercentField label="From the top" value={y} onChange={(y) => onChange({ x, y })} />
        {value && <Button onPress={() => onChange(null)}>Let Mobilise choose</Button>}
      </div>
    </div>
  );
}

function ShapeEditor({
  shape,
  framing,
  picture,
  onChange,
}: {
  shape: Shape;
  framing: Parameters<typeof framedAs>[0];
  picture: Picture;
  onChange: (crop: Asset['crops'][string] | null) => void;
}) {
  const framed = framedAs(framing, shape);
  const { image, focalPoint, infographic } = framing;
  if (framed.how === 'hand') {
    return (
      <div className="flex flex-col items-start gap-3">
        <CropFrame picture={picture} image={image} shape={shape} value={framed.crop} onChange={onChange} />
        <Button onPress={() => onChange(null)}>
          {focalPoint ? 'Follow the focal point instead' : 'Let Mobilise choose instead'}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="flex w-full justify-center rounded-base bg-sunk p-4">
        <img
          src={picture.url}
          width={picture.width}
          height={picture.height}
          alt=""
          className="h-auto max-h-[45dvh] w-auto max-w-full"
        />
      </div>
      <p>
        {infographic
          ? 'This shape shows all of it, with white beside or above it.'
          : framed.how === 'whole'
            ? 'This picture is so long that the shape shows all of it. Choose a part of it, if that says enough.'
            : framed.how === 'point'
              ? 'This shape is cut round the focal point.'
              : 'This shape is cut where Mobilise finds the most to see.'}
      </p>
      {!infographic && (
        <Button onPress={() => onChange(largestCrop(image, shape, focalPoint))}>Set this shape by hand</Button>
      )}
    </div>
  );
}
