import { MediaError } from './errors.ts';
import type { OpenImage } from './inspect.ts';
import { timeLimits } from './limits.ts';
import type { Rendition } from './renditions.ts';
import { guarded } from './sharp.ts';

/** Tries at keeping to the bytes; the second mostly does, because it starts from what the first came to. */
const tries = 5;

/**
 * A WebP of all frames of an animated picture, as long as they are shown in it. Becomes smaller until it keeps to its bytes.
 *
 * @throws MediaError as `renderImage` does; `media_over_budget` when no size keeps to the bytes
 */
export async function animate(
  { animation }: OpenImage,
  { width, height, quality, effort, placement }: Rendition,
): Promise<{ data: Buffer; width: number; height: number }> {
  if (!animation || placement.how !== 'animate') throw new Error('This picture is not animated.');
  let scale = 1;
  for (let left = tries; left > 0; left -= 1) {
    const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    const data = await guarded(() =>
      animation()
        .resize(size.width, size.height, { fit: 'fill' })
        .toColourspace('srgb')
        .webp({ quality, effort })
        .timeout({ seconds: timeLimits.encode })
        .toBuffer(),
    );
    if (data.length <= placement.maxBytes) return { data, ...size };
    // Bytes go with the area; a tenth less, because small frames cost more for each pixel.
    scale *= Math.sqrt(placement.maxBytes / data.length) * 0.9;
  }
  throw new MediaError(
    'media_over_budget',
    'This animation cannot be made small enough to publish. Upload a shorter one, or a still picture.',
  );
}
