/** A recording that is being listened to. Times are milliseconds of its file. */
export interface PlaybackState {
  time: number;
  isPlaying: boolean;
  rate: number;
  /** Why nothing can be heard, once the browser said so. */
  failure: string | null;
}

export interface Playback {
  get: () => PlaybackState;
  subscribe: (listener: () => void) => () => void;
  /** For the `ref` of the media element. */
  attach: (media: HTMLMediaElement | null) => (() => void) | undefined;
  seek: (time: number) => void;
  /** Plays on from where it is, or from `from`; stops at `until`. */
  play: (from?: number, until?: number) => void;
  pause: () => void;
  setRate: (rate: number) => void;
}

/** Watches and steers a media element. While it plays, its time is told with every frame, so that what follows it moves evenly. */
export function createPlayback(): Playback {
  let media: HTMLMediaElement | null = null;
  let state: PlaybackState = { time: 0, isPlaying: false, rate: 1, failure: null };
  let until = Number.POSITIVE_INFINITY;
  let frame = 0;
  const listeners = new Set<() => void>();

  const tell = (part: Partial<PlaybackState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const look = () => {
    if (!media) return;
    const time = Math.round(media.currentTime * 1000);
    if (time >= until && !media.paused) {
      media.pause();
      until = Number.POSITIVE_INFINITY;
    }
    if (time !== state.time || state.isPlaying === media.paused) tell({ time, isPlaying: !media.paused });
  };
  const run = () => {
    look();
    frame = media && !media.paused ? requestAnimationFrame(run) : 0;
  };
  const attach = (element: HTMLMediaElement | null) => {
    if (!element) return;
    media = element;
    element.playbackRate = state.rate;
    if (state.time > 0) element.currentTime = state.time / 1000;
    const fail = () =>
      tell({ failure: 'Your browser cannot play this recording. Reload the page to try again.', isPlaying: false });
    const begin = () => {
      cancelAnimationFrame(frame);
      run();
    };
    const heard = ['timeupdate', 'seeking', 'seeked', 'pause', 'ended'] as const;
    for (const name of heard) element.addEventListener(name, look);
    element.addEventListener('play', begin);
    element.addEventListener('error', fail);
    return () => {
      for (const name of heard) element.removeEventListener(name, look);
      element.removeEventListener('play', begin);
      element.removeEventListener('error', fail);
      cancelAnimationFrame(frame);
      element.pause();
      if (media === element) media = null;
      tell({ isPlaying: false, failure: null });
    };
  };
  const seek = (time: number) => {
    const to = Math.max(0, Math.round(time));
    until = Number.POSITIVE_INFINITY;
    if (media) media.currentTime = to / 1000;
    tell({ time: to });
  };
  const play = (from?: number, to = Number.POSITIVE_INFINITY) => {
    if (from !== undefined) seek(from);
    until = to;
    // It is no failure that a pause came first, or that the browser waits to be asked; one that cannot play says so by `error`.
    media?.play().catch(() => undefined);
  };
  const pause = () => media?.pause();
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    attach,
    seek,
    play,
    pause,
    setRate: (rate) => {
      if (media) media.playbackRate = rate;
      tell({ rate });
    },
  };
}
