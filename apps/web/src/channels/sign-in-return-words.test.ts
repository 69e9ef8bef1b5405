import { Problem } from '@mobilise/contracts/problems';
import { expect, test } from 'vitest';
import { sayReturn } from './sign-in-return-words.ts';

test.each([
  ['no answer', new Problem('unavailable', 'Mobilise cannot be reached at this moment.')],
  ['an answer that says nothing', new Problem('internal', 'The server answered with an error (500).')],
  ['a defect of the page', new TypeError('x is not a function')],
])('after %s it is not said that nothing was connected', (_, error) => {
  expect(sayReturn(error)).toMatchObject({ title: 'We do not know whether it was connected', isUnsure: true });
});

test('what the server refused is said in its words', () => {
  const detail = 'Your role does not allow this.';
  expect(sayReturn(new Problem('forbidden', detail))).toEqual({
    title: 'Nothing was connected',
    detail,
    isUnsure: false,
  });
});

test('an answer that was used already may have connected something', () => {
  expect(sayReturn(new Problem('gone', 'It has been used already.')).title).toBe('This sign-in is over');
});
