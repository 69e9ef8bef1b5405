import { type Asset, asset, uploadAsset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { addressOf, problemFrom, unreachable } from '../call.ts';

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
