import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';

/**
 * A file that is still being written, as a stream from its beginning.
 *
 * @returns `grown` to be called when there may be more of it, `complete` when there will be no more
 */
export function followFile(path: string): { stream: Readable; grown: () => void; complete: () => void } {
  let news = Promise.withResolvers<void>();
  let ended = false;
  async function* contents(): AsyncGenerator<Buffer> {
    await news.promise;
    await using file = await open(path);
    for (let last = false; !last; ) {
      await news.promise;
      news = Promise.withResolvers();
      last = ended;
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(65_536));
        if (bytesRead === 0) break;
        yield buffer.subarray(0, bytesRead);
      }
    }
  }
  return {
    stream: Readable.from(contents()),
    grown: () => news.resolve(),
    complete: () => {
      ended = true;
      news.resolve();
    },
  };
}
