// Apart from media.ts, so that who processes pictures does not load what requests are checked by.

/** Largest upload of an image, in bytes. */
export const maxImageBytes = 50 * 1024 * 1024;
/** Largest upload of sound, in bytes: three hours of stereo WAV. */
export const maxAudioBytes = 2 * 1024 ** 3;
/** Largest upload of film, in bytes. */
export const maxVideoBytes = 4 * 1024 ** 3;
