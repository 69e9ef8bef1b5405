/**
 * Why a file was refused or could not be processed:
 * - `media_type_mismatch`: the content is not of the type the upload claims
 * - `media_type_unsupported`: the content is of no type Mobilise accepts
 * - `media_too_large`: more bytes than allowed
 * - `media_too_many_pixels`: too many pixels, too long a side, or too long an animation
 * - `media_corrupt`: damaged, cut short, or impossible to decode
 * - `media_timeout`: took longer to process than allowed
 * - `media_over_budget`: cannot be made small enough for a channel's byte budget
 * - `media_silent`: sound too quiet or too short to have a loudness
 * - `media_missing`: no file is stored under that name
 * - `media_full`: its workspace has no room left for it
 * - `media_times_outside`: chapters, words or a cut of it lie outside the recording
 * - `media_locked`: a show that its feed keeps to its owner
 * - `media_name_invalid`: a storage name that is not a SHA-256 in lower-case hexadecimal
 */
export type MediaErrorCode =
  | 'media_type_mismatch'
  | 'media_type_unsupported'
  | 'media_too_large'
  | 'media_too_many_pixels'
  | 'media_corrupt'
  | 'media_timeout'
  | 'media_over_budget'
  | 'media_silent'
  | 'media_missing'
  | 'media_full'
  | 'media_times_outside'
  | 'media_locked'
  | 'media_name_invalid';

/** A refusal to show to the person who uploaded: `detail` says what happened and what to do. */
export class MediaError extends Error {
  readonly code: MediaErrorCode;
  readonly detail: string;

  constructor(code: MediaErrorCode, detail: string, options?: { cause?: unknown }) {
    super(detail, options);
    this.name = 'MediaError';
    this.code = code;
    this.detail = detail;
  }
}

/**
 * The store of files did not do what was asked. Never a fault of the file, so nothing that hangs on it has failed: `refused`
 * is a wrong key or bucket, `away` one that cannot be reached or is broken at this moment.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: 'refused' | 'away';

  constructor(code: 'refused' | 'away', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Whether a file-system error says that the file does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** 52,428,800 → `50 MB`, as operating systems show file sizes. */
export function sayBytes(bytes: number): string {
  const [unit, one] = bytes < 2 ** 30 ? (['MB', 2 ** 20] as const) : (['GB', 2 ** 30] as const);
  return `${(bytes / one).toLocaleString('en-GB', { maximumSignificantDigits: 3 })} ${unit}`;
}
