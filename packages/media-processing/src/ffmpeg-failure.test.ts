import { expect, test } from 'vitest';
import { MediaError } from './errors.ts';
import { failure } from './ffmpeg-failure.ts';

const ended = (log: string) => failure({ code: 1, signal: null, late: false, stalled: false, log });

test('a full disk is a fault of the machine', () => {
  const error = ended('\nav_interleaved_write_frame(): No space left on device\nConversion failed!\n');
  expect(error).not.toBeInstanceOf(MediaError);
});

test('a file whose comment reads like a fault of the machine is refused like any that is damaged', () => {
  const log = [
    "Input #0, mp3, from '/data/a.mp3':",
    '  Metadata:',
    '    title           : No space left on device',
    '                    : Permission denied',
    'Error while decoding stream #0:0: Invalid data found when processing input',
  ].join('\n');
  expect(ended(log)).toMatchObject({ code: 'media_corrupt' });
});

test('a header that a decoder cannot parse is the file’s fault, and words that ffmpeg cannot parse are ours', () => {
  const decoder = '[NULL @ 0x55] Error parsing Ogg extradata.\n[opus @ 0x55] Invalid extradata size: 1\n';
  expect(ended(decoder)).toMatchObject({ code: 'media_corrupt' });
  for (const words of ['global options: Option not found', 'options for input file a.mp4.', 'filterchain', 'a filter'])
    expect(ended(`Error parsing ${words}\n`), words).not.toBeInstanceOf(MediaError);
});
