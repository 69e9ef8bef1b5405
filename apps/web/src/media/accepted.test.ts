import { maxImageBytes } from '@mobilise/contracts/upload-limits';
import { expect, test } from 'vitest';
import { kindsOfFile, refusal } from './accepted.ts';

const file = (over: object) => ({ name: 'harbour.jpg', type: 'image/jpeg', size: 1000, ...over });

test('a file the server would refuse is refused before it is sent, with its name and what to do', () => {
  expect(refusal(file({}), ['image'])).toBeNull();
  expect(refusal(file({ size: maxImageBytes }), ['image'])).toBeNull();
  expect(refusal(file({ size: maxImageBytes + 1 }), ['image'])?.code).toBe('too_large');
  expect(refusal(file({ size: 0 }), ['image'])?.message).toContain('harbour.jpg is empty');
  expect(refusal(file({ name: 'plan.pdf', type: 'application/pdf' }), ['image', 'audio'])?.message).toBe(
    'plan.pdf is not an image or a sound recording. Choose a JPEG, PNG, WebP, AVIF, GIF, SVG or TIFF file or an MP3, M4A, WAV, FLAC or Ogg file.',
  );
});
test('a picture is no recording, and a recording may be larger than a picture', () => {
  expect(refusal(file({}), ['audio'])?.code).toBe('media_type_unsupported');
  expect(refusal(file({ name: 'talk.wav', type: 'audio/wav', size: maxImageBytes * 10 }), ['audio'])).toBeNull();
});
test('a file whose type the browser does not know is told by its ending, or left to the server', () => {
  expect(kindsOfFile({ name: 'TALK.M4A', type: '' })).toEqual(['audio']);
  expect(kindsOfFile({ name: 'ward.mkv', type: 'application/octet-stream' })).toEqual(['video']);
  expect(refusal(file({ name: 'harbour', type: '' }), ['image'])).toBeNull();
});
test('a file that may hold sound or a film is left to the server where either is wanted, by whatever type the browser names', () => {
  const talk = { name: 'talk.ogg', type: 'video/ogg', size: 1000 };
  expect(refusal(talk, ['audio'])).toBeNull();
  expect(refusal({ ...talk, name: 'talk.webm', type: 'video/webm' }, ['audio'])).toBeNull();
  expect(refusal(talk, ['image'])?.code).toBe('media_type_unsupported');
});
