import { type Asset, asset, uploadAsset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { maxImageBytes } from '@mobilise/contracts/upload-limits';
import { addressOf, problemFrom, unreachable } from '../call.ts';

/** The kinds of file the server reads; it decides by the content, not by the name. */
export const acceptedTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'image/tiff',
  'image/svg+xml',
];

/** Why the server would refuse a file, said before it is sent; null when it may be tried. */
export function refusal(file: { name: string; type: string; size: number }): Problem | null {
  if (file.size === 0) return new Problem('media_corrupt', `${file.name} is empty. Choose another file.`);
  if (file.size > maxImageBytes) {
    return new Problem(
      'too_large',
      `${file.name} has ${sayBytes(file.size)}; an image may have ${sayBytes(maxImageBytes)}. Save it smaller and upload it again.`,
    );
  }
  if (file.type && !file.type.startsWith('image/'))
    return new Problem(
      'media_type_unsupported',
      `${file.name} is not an image. Choose a JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG file.`,
    );
  return null;
}

/** `3.4 MB`, as file managers count. */
export function sayBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'kB'] : [bytes / 1024 ** 2, 'MB'];
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

/**
 * Uploads a file with progress, which `fetch` cannot tell. Rejects with a Problem in the server's words, or with the
 * signal's reason when it is aborted. `onProgress` hears the share that was sent, 0 to 1.
 */
export function upload(
  workspaceId: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Asset> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(
      'POST',
      addressOf(uploadAsset, { params: { workspace: workspaceId }, query: { filename: file.name.slice(-255) } }),
    );
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onProgress(loaded / total);
    request.onerror = () => reject(unreachable(undefined));
    request.onabort = () => reject(signal.reason);
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status >= 300) return reject(problemFrom(answer, request.status));
      const made = asset.safeParse(answer);
      if (made.success) resolve(made.data);
      else
        reject(
          new Problem('internal', 'The server answered something this page does not understand. Reload the page.', {
            cause: made.error,
          }),
        );
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
