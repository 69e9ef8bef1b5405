import { countGraphemes } from '@mobilise/contracts/channel-kinds/kind';
import { type Image, maxAltText } from '@mobilise/contracts/image';
import { ImagePlus, X } from 'lucide-react';
import { Suspense, useState } from 'react';
import { lazy } from '../lazy.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { Picture } from './picture.tsx';

const ImagePicker = lazy(() => import('../media/image-picker.tsx'), 'ImagePicker');

interface ImageChoiceProps {
  /** The images of the item, offered first. */
  offered: readonly Image[];
  images: readonly Image[];
  max: number;
  onChange: (images: readonly Image[]) => void;
}

/** The images of a post, each with its alt text for this use. */
export function ImageChoice({ offered, images, max, onChange }: ImageChoiceProps) {
  const [isPicking, setPicking] = useState(false);
  const others = offered.filter(({ assetId }) => !images.some((image) => image.assetId === assetId));
  const isFull = images.length >= max;
  return (
    <div className="flex flex-col gap-3">
      {images.map((image, index) => {
        const number = `Image ${index + 1}`;
        const left = maxAltText - countGraphemes(image.alt);
        return (
          <div key={image.assetId} className="flex gap-3">
            <Picture assetId={image.assetId} alt="" className="size-16 shrink-0 rounded-base" />
            <TextArea
              label={`${number}: alt text`}
              rows={2}
              value={image.alt}
              maxLength={maxAltText}
              onChange={(alt) => onChange(images.map((one) => (one === image ? { ...one, alt } : one)))}
              description={
                image.alt.trim()
                  ? left < 200
                    ? `${left} characters left.`
                    : 'What it shows, for people who cannot see it.'
                  : 'Needed before it can be scheduled: say what it shows, for people who cannot see it.'
              }
              className="grow"
            />
            <IconButton
              label={`Leave out ${number.toLowerCase()}`}
              icon={X}
              size="small"
              onPress={() => onChange(images.filter((one) => one !== image))}
            />
          </div>
        );
      })}
      {!isFull && (
        <div className="flex flex-wrap items-center gap-2">
          {others.map((image) => (
            <Button
              key={image.assetId}
              look="quiet"
              className="h-auto! px-1! py-1!"
              aria-label={`Add ${image.alt || 'this image of the item'}`}
              onPress={() => onChange([...images, image])}
            >
              <Picture assetId={image.assetId} alt="" className="size-12 rounded-base opacity-80" />
            </Button>
          ))}
          <Button size="small" icon={ImagePlus} onPress={() => setPicking(true)}>
            {images.length > 0 || others.length > 0 ? 'Another image' : 'Choose an image'}
          </Button>
        </div>
      )}
      {isFull && <p className="text-small text-ink-soft">That is all this channel shows: {max} images.</p>}
      <Suspense>
        {isPicking && (
          <ImagePicker
            title="Choose an image for this post"
            onClose={() => setPicking(false)}
            onPick={({ id, alt }) => {
              if (!images.some(({ assetId }) => assetId === id)) onChange([...images, { assetId: id, alt }]);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
