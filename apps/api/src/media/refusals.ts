import { Problem, type ProblemCode } from '@mobilise/contracts/problems';
import { MediaError, type MediaErrorCode, sayBytes } from '@mobilise/media-processing/errors';

const codes: Partial<Record<MediaErrorCode, ProblemCode>> = {
  media_type_mismatch: 'media_type_mismatch',
  media_type_unsupported: 'media_type_unsupported',
  media_too_large: 'too_large',
  media_too_many_pixels: 'too_large',
  media_corrupt: 'media_corrupt',
  media_timeout: 'media_corrupt',
};

/** The Problem to answer for what processing says of a file; any other error stays as it is. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof MediaError)) return error;
  const code = codes[error.code];
  return code ? wrongFile(code, error.detail, error) : error;
}

export function tooLarge(most: number): Problem {
  return wrongFile('too_large', `This file is larger than ${sayBytes(most)}. Make it smaller and upload that.`);
}

export function emptyFile(): Problem {
  return wrongFile('invalid_request', 'The file is empty. Export it again and upload that.');
}

export function interrupted(cause?: unknown): Problem {
  return wrongFile('invalid_request', 'The upload was interrupted before its end. Upload it again.', cause);
}

/** A Problem about the uploaded file, which it names as the field `file`. */
function wrongFile(code: ProblemCode, message: string, cause?: unknown): Problem {
  return new Problem(code, message, { fields: [{ field: 'file', message }], cause });
}
