import { isAppleCategory } from './apple-categories.ts';
import { artworkProblems } from './artwork.ts';
import type { Crop } from './crops.ts';

/** What is looked at in a show. */
export interface Checked {
  description: string;
  ownerEmail: string;
  language: string;
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
export function showProblems({ description, ownerEmail, language, categories, artwork }: Checked): string[] {
  const unknown = categories.filter((category) => !isAppleCategory(category));
  const twice = new Set(categories.filter((category, index) => categories.indexOf(category) < index));
  return [
    ...artworkProblem(artwork),
    ...unknown.map((category) => `Directories do not know the category “${category}”. Choose one of their list.`),
    ...[...twice].map(
      (category) => `The category “${category}” is there more than once. Remove it, or choose another.`,
    ),
    ...(isKnownLanguage(language)
      ? []
      : [`Directories do not know the language “${language}”. Choose another, or the one closest to it.`]),
    ...(description.trim() ? [] : ['Describe the show: directories refuse one without a description.']),
    ...(ownerEmail
      ? []
      : ['Give the owner’s e-mail address: Apple and Spotify write to it to see that the show is yours.']),
  ];
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function isKnownLanguage(tag: string): boolean {
  try {
    return languages.of(tag) !== undefined;
  } catch {
    return false;
  }
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
