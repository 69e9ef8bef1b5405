import type { Asset } from '@mobilise/contracts/media';
import { type Shape, shapes } from '@mobilise/contracts/shapes';
import { Button } from '../ui/button.tsx';
import { type Framing, framedAs, largestCrop } from './crop-editing.ts';
import { CropFrame } from './crop-frame.tsx';
import { FocalPoint } from './focal-point.tsx';
import type { pictureOf } from './media-queries.ts';
import { PercentField } from './percent-field.tsx';

type Picture = NonNullable<ReturnType<typeof pictureOf>>;

/** The one point that every shape keeps in view. */
export function PointEditor({
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

/** One shape: cut by hand, or why it looks as it does and how to set it. */
export function ShapeEditor({
  shape,
  framing,
  picture,
  onChange,
}: {
  shape: Shape;
  framing: Framing;
  picture: Picture;
  onChange: (crop: Asset['crops'][Shape] | null) => void;
}) {
  const framed = framedAs(framing, shape);
  const { image, focalPoint, infographic } = framing;
  if (framed.how === 'hand') {
    return (
      <div className="flex flex-col items-start gap-3">
        <CropFrame picture={picture} image={image} shape={shape} value={framed.crop} onChange={onChange} />
        <p className="text-small text-ink-soft">{shapes[shape].used}.</p>
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
              : 'This shape is cut where Mobilise finds the most to see.'}{' '}
        {shapes[shape].used}.
      </p>
      {!infographic && (
        <Button onPress={() => onChange(largestCrop(image, shape, focalPoint))}>Set this shape by hand</Button>
      )}
    </div>
  );
}
