import { describe, expect, test } from 'vitest';
import { channelKindNames, channelKindOf } from './channels.ts';
import { partName, withPart } from './part-name.ts';
import { postContent, writtenContent } from './post-content.ts';
import { limitsOfParts, mostFollowing, postMisfits, threadMisfits, threadRefusal } from './threads.ts';

const image = { assetId: '0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234', alt: 'A nurse' };
const parts = (count: number, text = 'And then') => Array.from({ length: count }, () => ({ text, images: [] }));
const content = (thread: { text: string; images: (typeof image)[] }[], part?: number) => ({
  text: 'First',
  images: [],
  link: null,
  thread,
  ...(part && { part }),
});

describe('what may follow a post', () => {
  test('is nothing but on Bluesky, Mastodon and LinkedIn, and the refusal says what to do', () => {
    for (const kind of channelKindNames) {
      const { thread, label } = channelKindOf(kind);
      expect(threadRefusal(kind, content([]))).toBeNull();
      expect(threadRefusal(kind, content(parts(1)))).toBe(
        thread ? null : `${label} has no threads. Leave the parts out, or write each as a post of its own`,
      );
    }
    expect(channelKindNames.filter((kind) => channelKindOf(kind).thread)).toEqual(['bluesky', 'mastodon', 'linkedin']);
  });

  test('is bounded, fewer after each part, and one comment on LinkedIn', () => {
    expect([mostFollowing('bluesky'), mostFollowing('bluesky', 2), mostFollowing('bluesky', 25)]).toEqual([24, 23, 0]);
    expect(threadRefusal('bluesky', content(parts(24)))).toBeNull();
    expect(threadRefusal('bluesky', content(parts(24), 2))).toMatch(/at most 25 parts\. Leave out 1/);
    expect(threadRefusal('linkedin', content(parts(2)))).toBe('LinkedIn takes one first comment. Leave the others out');
    expect(threadRefusal('linkedin', content(parts(1), 2))).toBe('Nothing follows a comment. Leave the parts out');
    expect(postContent.safeParse(content(parts(25))).success).toBe(false);
  });

  test('fits as the first does, each by itself', () => {
    const thread = [...parts(1), { text: 'x'.repeat(301), images: [] }, { text: '', images: [] }];
    expect(threadMisfits('bluesky', content(thread))).toEqual([
      { index: 1, message: 'Bluesky takes 300 characters; shorten the text by 1.' },
      { index: 2, message: 'Write something for Bluesky.' },
    ]);
    expect(threadMisfits('bluesky', content([{ text: '', images: [image] }]))).toEqual([]);
  });

  test('fits by what the server says that it accepts, where it says so', () => {
    const limits = { ...channelKindOf('mastodon').limits, text: { max: 5, bytes: null } };
    expect(threadMisfits('mastodon', content(parts(1, 'Longer')), limits)).toHaveLength(1);
  });

  test('a comment is shorter than a post and shows no images and no card', () => {
    expect(limitsOfParts('linkedin')).toMatchObject({ text: { max: 1250 }, images: null });
    expect(threadMisfits('linkedin', content(parts(1, 'x'.repeat(1251))))).toHaveLength(1);
    expect(threadMisfits('linkedin', content([{ text: 'See', images: [image] }]))).toHaveLength(1);
    const comment = { text: 'x'.repeat(1251), images: [], link: 'https://riverside.example/flu' };
    expect(postMisfits('linkedin', comment)).toEqual([]);
    expect(postMisfits('linkedin', { ...comment, part: 2 })).toHaveLength(2);
  });
});

test('a part has the name that people on its channel give it', () => {
  const named = (channelKind: 'bluesky' | 'linkedin', part: number | null) => [
    partName({ channelKind, part }),
    withPart('Our news', { channelKind, part }),
  ];
  expect(named('bluesky', 3)).toEqual(['Part 3', 'Our news (part 3)']);
  expect(named('linkedin', 2)).toEqual(['First comment', 'Our news (first comment)']);
  expect(named('bluesky', null)).toEqual([null, 'Our news']);
});

test('whether a post is a part is nothing that people write', () => {
  expect(writtenContent.parse(content([], 3))).not.toHaveProperty('part');
  expect(postContent.parse(content([], 3))).toHaveProperty('part', 3);
});
