import { describe, expect, test } from 'vitest';
import { isAppleCategory, splitCategory } from './apple-categories.ts';
import { showProblems } from './show-problems.ts';

const fine = {
  description: 'What happens behind the doors of a hospice.',
  ownerEmail: 'press@example.org',
  language: 'en-gb',
  categories: ['Health & Fitness > Mental Health', 'Government'],
  artwork: { width: 3000, height: 1400, isMade: true, hasEnded: false },
};

describe('what directories would refuse', () => {
  test('is nothing in a show that has all they ask for', () => {
    expect(showProblems(fine)).toEqual([]);
  });

  test.each([
    [{ artwork: null }, 'Choose a cover: directories refuse a show without one.'],
    [
      { artwork: { width: 3000, height: 1399, isMade: false, hasEnded: false } },
      'This picture has 3,000 × 1,399 pixels, and podcast apps need at least 1,400 × 1,400 of it. Export it larger and upload that.',
    ],
    [
      { artwork: { width: 1400, height: 1400, isMade: false, hasEnded: false } },
      'The cover is still being made from the picture. Look again in a minute.',
    ],
    [
      { artwork: { ...fine.artwork, hasEnded: true } },
      'Choose another cover: the right to use this one, or the consent of somebody in it, has ended. No episode goes out with it.',
    ],
    [{ description: ' \n' }, 'Describe the show: directories refuse one without a description.'],
    [
      { ownerEmail: '' },
      'Give the owner’s e-mail address: Apple and Spotify write to it to see that the show is yours.',
    ],
    [
      { categories: ['Health & Fitness > Gardening'] },
      'Directories do not know the category “Health & Fitness > Gardening”. Choose one of their list.',
    ],
    [
      { categories: ['Government', 'Government', 'Government'] },
      'The category “Government” is there more than once. Remove it, or choose another.',
    ],
    ...['zz-xxxxxxx', 'zz', 'en-abcdefgh1'].map((language): [object, string] => [
      { language },
      `Directories do not know the language “${language}”. Choose another, or the one closest to it.`,
    ]),
  ])('is said with what to do (case %#)', (part, sentence) => {
    expect(showProblems({ ...fine, ...part })).toEqual([sentence]);
  });
});

test('a category has a name, or two', () => {
  expect(splitCategory('TV & Film > After Shows')).toEqual(['TV & Film', 'After Shows']);
  expect(splitCategory('Technology')).toEqual(['Technology']);
  expect(['Technology', 'Technology > Phones', 'technology', 'toString', ''].map(isAppleCategory)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
