// Apart from media.ts, so that who processes pictures does not load what requests are checked by.

/** Largest upload of an image, in bytes. */
export const maxImageBytes = 50 * 1024 * 1024;
