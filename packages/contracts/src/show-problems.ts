import { isAppleCategory } from './apple-categories.ts';

/** Pixels of a side of a show's cover at least; larger ones are brought down to 3,000 (Apple's requirements, November 2026). */
export const leastArtwork = 1400;

/** What is looked at in a show. */
export interface Checked {
  description: string;
  ownerEmail: string;
  categories: readonly string[];
  /** The picture chosen as its cover: its size in pixels, and whether the square for directories was made from it. */
  artwork: { width: number | null; height: number | null; isMade: boolean } | null;
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
  const side = Math.min(artwork.width ?? 0, artwork.height ?? 0);
  const least = leastArtwork.toLocaleString('en-GB');
  if (side < leastArtwork)
    return [`The cover is too small: it has to be at least ${least} × ${least} pixels. Upload a larger one.`];
  return artwork.isMade ? [] : ['The cover is still being made from the picture. Look again in a minute.'];
}
