import { expect, test } from 'vitest';
import { mayBeMadeAgain, ourFaults, stoppedBy } from './making-failures.ts';

test('what failed through us or was stopped by somebody may be made again, and what took too long; a file that is refused would be refused again', () => {
  const late = 'This picture took too long to process. Export it smaller or simpler and upload that.';
  for (const failure of [null, ...Object.values(ourFaults), stoppedBy('Ada Reid'), late])
    expect(mayBeMadeAgain(failure)).toBe(true);
  for (const failure of [
    'This file is damaged or incomplete. Export it again from the original and upload that.',
    'The recording of this episode is gone. Choose another.',
  ])
    expect(mayBeMadeAgain(failure)).toBe(false);
});
