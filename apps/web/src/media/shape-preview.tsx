import { type Shape, shapes } from '@mobilise/contracts/shapes';
import type { Framed } from './crop-editing.ts';

/** How a picture will look in one shape, drawn from the same geometry as the files. `made` is the file there is, where the server chose. */
export function ShapePreview({
  shape,
  framed,
  url,
  made,
}: {
  shape: Shape;
  framed: Framed;
  url: string;
  made: string | undefined;
}) {
  const { width, height } = shapes[shape];
  return (
    <span
      style={{ aspectRatio: `${width} / ${height}` }}
      className={`relative block overflow-hidden border border-line bg-[white] ${width >= height ? 'w-full' : 'h-full'}`}
    >
      {'crop' in framed ? (
        <img
          src={url}
          alt=""
          draggable={false}
          style={{
            width: `${100 / framed.crop.width}%`,
            height: `${100 / framed.crop.height}%`,
            left: `${(-framed.crop.x / framed.crop.width) * 100}%`,
            top: `${(-framed.crop.y / framed.crop.height) * 100}%`,
          }}
          className="absolute max-w-none"
        />
      ) : (
        <img
          src={framed.how === 'attention' ? (made ?? url) : url}
          alt=""
          draggable={false}
          className={`absolute inset-0 size-full ${framed.how === 'whole' ? 'object-contain' : 'object-cover'}`}
        />
      )}
    </span>
  );
}
