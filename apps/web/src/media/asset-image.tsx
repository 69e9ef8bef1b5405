import { useQuery } from '@tanstack/react-query';
import { ImageOff, LoaderCircle } from 'lucide-react';
import { useWorkspace } from '../session.ts';
import { wordsOf } from '../ui/form-problem.tsx';
import { assetQuery, pictureOf } from './media-queries.ts';

/** An upload, whole, about `width` CSS pixels wide and at most a window high (`low`: a third of it); what is happening to it while it has no picture. */
export function AssetImage({
  assetId,
  alt,
  width,
  low = false,
}: {
  assetId: string;
  alt: string;
  width: number;
  low?: boolean;
}) {
  const { id } = useWorkspace();
  const { data, error } = useQuery(assetQuery(id, assetId));
  const picture = data && pictureOf(data, width);
  // The thumbnail is ready first and stands in until the larger ones are.
  const shown =
    picture ??
    (data?.thumb && data.width && data.height ? { url: data.thumb, width: data.width, height: data.height } : null);
  if (shown) {
    return (
      <img
        src={shown.url}
        alt={alt}
        width={shown.width}
        height={shown.height}
        draggable={false}
        className={`w-full rounded-base bg-sunk object-contain ${low ? 'max-h-64' : 'max-h-[36rem]'}`}
      />
    );
  }
  const failure = data?.failure ?? (error ? wordsOf(error).detail : null);
  return (
    <div className="flex min-h-40 flex-col items-center justify-center gap-2 rounded-base bg-sunk p-4 text-center text-ink-soft">
      {failure ? (
        <ImageOff aria-hidden className="size-6 text-wrong" />
      ) : (
        <LoaderCircle aria-hidden className="size-6 animate-spin" />
      )}
      <p>{failure ?? (data ? `${data.filename} is being prepared.` : 'Loading the image.')}</p>
    </div>
  );
}
