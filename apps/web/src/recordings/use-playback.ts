import { useState, useSyncExternalStore } from 'react';
import { createPlayback, type Playback, type PlaybackState } from './playback.ts';

/** A playback for as long as the component lives. */
export function usePlayback(): Playback {
  return useState(createPlayback)[0];
}

/** What `select` reads of a playback; drawn anew only when that changes, so it answers something simple: a number, a word. */
export function useHeard<T extends string | number | boolean | null>(
  playback: Playback,
  select: (state: PlaybackState) => T,
): T {
  return useSyncExternalStore(playback.subscribe, () => select(playback.get()));
}
