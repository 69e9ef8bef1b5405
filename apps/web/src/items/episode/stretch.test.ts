import { describe, expect, it } from 'vitest';
import { suggestStretch, within } from './stretch.ts';

const cue = (start: number, end: number) => ({ start: start * 1000, end: end * 1000, text: 'x' });

describe('the stretch that is suggested', () => {
  it('is the whole of a short episode', () => {
    expect(suggestStretch([], 20_000, 9000)).toEqual({ start: 0, end: 20_000 });
  });
  it('is 45 seconds from where it was listened to, or the last that there are', () => {
    expect(suggestStretch([], 600_000, 100_000)).toEqual({ start: 100_000, end: 145_000 });
    expect(suggestStretch([], 600_000, 590_000)).toEqual({ start: 555_000, end: 600_000 });
  });
  it('begins and ends with what is said, as near to 45 seconds as that is', () => {
    const cues = [cue(95, 103), cue(103, 128), cue(128, 142), cue(142, 159)];
    expect(suggestStretch(cues, 600_000, 100_000)).toEqual({ start: 95_000, end: 142_000 });
  });
});

describe('a stretch that was typed', () => {
  it('stays in the recording, the right way round, and no longer than films may be', () => {
    expect(within({ start: 50_000, end: 40_000 }, 60_000, 600_000)).toEqual({ start: 50_000, end: 51_000 });
    expect(within({ start: 70_000, end: 90_000 }, 60_000, 600_000)).toEqual({ start: 59_000, end: 60_000 });
    expect(within({ start: 0, end: 900_000 }, 1_000_000, 600_000)).toEqual({ start: 0, end: 600_000 });
  });
});
