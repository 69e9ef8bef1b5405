import type { PostContent } from '@mobilise/contracts/post-content';
import type { PostState } from '@mobilise/contracts/post-states';

export interface Overtaken {
  happened: string;
  /** What it means for the words that were being written, and what to do. */
  next: string;
}

const stayed = 'Your words are still here: copy them, close this, and';

/** What became of a post while somebody was changing it, so that it cannot be saved: only what is known, never more. */
export function sayOvertaken(state: PostState): Overtaken {
  if (state === 'published')
    return {
      happened: 'It went out while you were writing',
      next: `with the words it had before. ${stayed} change what is out.`,
    };
  if (state === 'removed')
    return {
      happened: 'It was out, and was taken away',
      next: `with the words it had before. ${stayed} make a new post of them.`,
    };
  if (state === 'needs_person')
    return {
      happened: 'It was sent while you were writing, and may have arrived',
      next: `with the words it had before. ${stayed} tell us on this page whether it is there.`,
    };
  if (state === 'unconfirmed')
    return {
      happened: 'It was sent while you were writing, and may have arrived',
      next: 'with the words it had before. We are finding out. If it did not, you can save yours here.',
    };
  return {
    happened: 'It is being sent at this moment',
    next: 'with the words it had before. If it does not go out after all, you can save yours here.',
  };
}

/** All the words of a post, of what follows it and of its pictures, as text to be put somewhere else. */
export function wordsToCopy({ thread = [], ...first }: PostContent): string {
  return [first, ...thread]
    .flatMap(({ text, images }) => [text, ...images.map(({ alt }) => alt.trim() && `[Image: ${alt}]`)])
    .filter((words) => words.trim())
    .join('\n\n');
}
