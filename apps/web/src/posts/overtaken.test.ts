import { allows, postStates } from '@mobilise/contracts/post-states';
import { expect, test } from 'vitest';
import { sayOvertaken, wordsToCopy } from './overtaken.ts';

test('only a post that is out is said to have gone out', () => {
  const locked = postStates.filter((state) => !allows(state, 'edit'));
  const said = locked.filter((state) => sayOvertaken(state).happened.includes('went out'));
  expect(said).toEqual(['published']);
});
test('what may come back to be edited asks nobody to give up', () => {
  for (const state of ['claimed', 'sending', 'unconfirmed'] as const)
    expect(sayOvertaken(state).next).toContain('you can save yours');
  for (const state of ['published', 'removed', 'needs_person'] as const)
    expect(sayOvertaken(state).next).toContain('copy them');
});
test('all parts of a thread and all alternative texts are copied', () => {
  const image = (alt: string) => ({ assetId: crypto.randomUUID(), alt });
  expect(
    wordsToCopy({
      text: 'The clinic is open.',
      images: [image('A door'), image('')],
      link: null,
      thread: [
        { text: 'No appointment needed.', images: [] },
        { text: '', images: [image('A map')] },
      ],
    }),
  ).toBe('The clinic is open.\n\n[Image: A door]\n\nNo appointment needed.\n\n[Image: A map]');
});
