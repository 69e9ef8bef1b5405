import { maxImageBytes } from '@mobilise/contracts/upload-limits';
import { expect, test } from 'vitest';
import { refusal, sayBytes } from './upload.ts';

const file = (over: object) => ({ name: 'harbour.jpg', type: 'image/jpeg', size: 1000, ...over });

test('a file the server would refuse is refused before it is sent, with its name and what to do', () => {
  expect(refusal(file({}))).toBeNull();
  expect(refusal(file({ size: maxImageBytes }))).toBeNull();
  expect(refusal(file({ size: maxImageBytes + 1 }))?.code).toBe('too_large');
  expect(refusal(file({ size: 0 }))?.message).toContain('harbour.jpg is empty');
  expect(refusal(file({ type: 'application/pdf' }))?.code).toBe('media_type_unsupported');
});
test('a file whose type the browser does not know is left to the server', () => {
  expect(refusal(file({ type: '' }))).toBeNull();
});
test('sizes are said as file managers say them', () => {
  expect([512, 2048, 3_565_158, 52_428_800].map(sayBytes)).toEqual(['512 bytes', '2 kB', '3.4 MB', '50 MB']);
});
