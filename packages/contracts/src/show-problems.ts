import { isAppleCategory } from './apple-categories.ts';
import { artworkProblems } from './artwork.ts';
import type { Crop } from './crops.ts';

/** What is looked at in a show. */
export interface Checked {
  description: string;
  ownerEmail: string;
  categories: readonly string[];
  /** The picture chosen as its cover: its size in pixels, its crop by hand, whether the square for directories was made from it, and whether it may not be used any more. */
  artwork: {
    width: number | null;
    height: number | null;
    crop?: Crop | undefined;
    isMade: boolean;
    hasEnded: boolean;
  } | null;
}

/** What directories would refuse in a show, or miss, as sentences with what to do. Empty when there is nothing. */
export function showProblems({ description, ownerEmail, categories, artwork }: Checked): string[] {
  const unknown = categories.filter((category) => !isAppleCategory(category));
  return [
    ...artworkProblem(artwork),
    ...unknown.map((category) => `Directories do not know the category “${category}”. Choose one of their list.`),
    ...(description.trim() ? [] : ['Describe the show: directories refuse one without a description.']),
    ...(ownerEmail
      ? []
      : ['Give the owner’s e-mail address: Apple and Spotify write to it to see that the show is yours.']),
  ];
}

function artworkProblem(artwork: Checked['artwork']): string[] {
  if (!artwork) return ['Choose a cover: directories refuse a show without one.'];
  const { width, height, crop, isMade, hasEnded } = artwork;
  if (hasEnded)
    return [
      'Choose another cover: the right to use this one, or the consent of somebody in it, has ended. No episode goes out with it.',
    ];
  const unfit = artworkProblems({ width: width ?? 0, height: height ?? 0 }, crop);
  if (unfit.length > 0) return unfit;
  return isMade ? [] : ['The cover is still being made from the picture. Look again in a minute.'];
}
