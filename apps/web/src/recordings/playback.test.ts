import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlayback } from './playback.ts';

/** What a playback needs of a media element; times are seconds. */
class Media extends EventTarget {
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  play() {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }
  pause() {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}

/** What is drawn next. */
let frame: (() => void) | null = null;
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (next: () => void) => {
    frame = next;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {
    frame = null;
  });
});
afterEach(() => vi.unstubAllGlobals());

const start = () => {
  const media = new Media();
  const playback = createPlayback();
  const letGo = playback.attach(media as unknown as HTMLMediaElement);
  /** Plays on to a second, as a browser does. */
  const reach = (seconds: number) => {
    media.currentTime = seconds;
    frame?.();
  };
  return { media, playback, letGo, reach };
};

test('it plays from a time, tells where it is, and stops where it was told to', () => {
  const { media, playback, reach } = start();
  playback.play(2000, 4000);
  expect(playback.get()).toMatchObject({ time: 2000, isPlaying: true });
  reach(3.25);
  expect(playback.get().time).toBe(3250);
  reach(4.01);
  expect(media.paused).toBe(true);
  expect(playback.get().isPlaying).toBe(false);
});
test('what was to be its end is forgotten when somebody goes elsewhere', () => {
  const { media, playback, reach } = start();
  playback.play(2000, 4000);
  playback.seek(3000);
  reach(5);
  expect(media.paused).toBe(false);
});
test('a player that goes away is silent, and the next one begins where it was', () => {
  const { media, playback, letGo, reach } = start();
  playback.setRate(1.5);
  playback.play(0);
  reach(8);
  letGo?.();
  expect(media.paused).toBe(true);
  expect(playback.get().isPlaying).toBe(false);
  const next = new Media();
  playback.attach(next as unknown as HTMLMediaElement);
  expect([next.currentTime, next.playbackRate]).toEqual([8, 1.5]);
});
test('it says so when the browser cannot play the recording', () => {
  const { media, playback } = start();
  media.dispatchEvent(new Event('error'));
  expect(playback.get().failure).toContain('cannot play this recording');
});
