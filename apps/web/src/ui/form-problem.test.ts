import { Problem } from '@mobilise/contracts/problems';
import { expect, test } from 'vitest';
import { fieldErrors, wordsOf } from './form-problem.tsx';
import { askWhom, sayRoles } from './no-permission.tsx';

test('the errors of a request stand at the names of its fields', () => {
  const problem = new Problem('invalid_request', 'x', {
    fields: [
      { field: 'body.workspace.name', message: 'Write something here' },
      { field: 'query.from', message: 'Write a date' },
    ],
  });
  expect(fieldErrors(problem)).toEqual({ 'workspace.name': 'Write something here', from: 'Write a date' });
  expect(fieldErrors(new Error('x'))).toEqual({});
});

test('a problem speaks in its own words; a defect does not show its insides', () => {
  expect(wordsOf(new Problem('channel_refused', 'Bluesky says: rate limited')).detail).toBe(
    'Bluesky says: rate limited',
  );
  expect(wordsOf(new TypeError('x is undefined')).detail).not.toContain('undefined');
});

test('those who may are named as people say it', () => {
  expect(sayRoles(['owner'])).toBe('an owner');
  expect(askWhom('posts.override')).toBe('Ask an owner or a lead.');
  expect(askWhom('posts.schedule')).toBe('Ask an owner, a lead or an editor.');
});
