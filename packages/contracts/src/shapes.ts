import { artworkSide } from './artwork.ts';
import type { shapeNames } from './media.ts';

/**
 * The frames that pictures are brought into, by the purpose of the rendition. A crop chosen by hand is kept for each. Pixels;
 * a picture that cannot fill a frame gets a smaller one of the same shape.
 */
export const shapes = {
  card: {
    label: 'Link card, 1.91:1',
    width: 1200,
    height: 630,
    used: 'Previews of links on social channels and in chats',
  },
  square: { label: 'Square, 1:1', width: 1080, height: 1080, used: 'Instagram-style squares and grids of pictures' },
  portrait: { label: 'Portrait, 4:5', width: 1080, height: 1350, used: 'Posts that fill most of a phone’s screen' },
  landscape: { label: 'Landscape, 16:9', width: 1600, height: 900, used: 'Wide posts, slides and video covers' },
  tall: { label: 'Tall, 9:16', width: 1080, height: 1920, used: 'Stories and covers of upright video' },
  artwork: {
    label: 'Podcast artwork, 1:1',
    width: artworkSide.most,
    height: artworkSide.most,
    used: 'Covers of shows and episodes in podcast apps',
  },
} as const satisfies Record<
  (typeof shapeNames)[number],
  { label: string; width: number; height: number; used: string }
>;
export type Shape = keyof typeof shapes;
