import { MediaError } from '@mobilise/media-processing/errors';

/** Bytes in which an XML declaration says the encoding. */
const head = 1024;

/** How documents in UTF-16 begin that have no byte order mark: with `<` in two bytes. */
const beginnings: readonly [string, string][] = [
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
  ['3c00', 'utf-16le'],
  ['003c', 'utf-16be'],
];

/**
 * The text of a feed or of what it names, in the encoding that its first bytes tell, else its Content-Type, else its XML declaration; UTF-8
 * where none does. Throws MediaError for an encoding that nobody knows.
 */
export function decodeText(bytes: Uint8Array, type: string | null): string {
  const start = Buffer.from(bytes.subarray(0, head));
  const begins = beginnings.find(([beginning]) => start.toString('hex', 0, 3).startsWith(beginning))?.[1];
  const served = /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(type ?? '')?.[1];
  const declared = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]+)["']/i.exec(start.toString('latin1'))?.[1];
  // A declaration that is read byte by byte is not in UTF-16, whatever it says.
  const encoding = begins ?? served ?? declared?.replace(/^utf-?16.*$/i, 'utf-8') ?? 'utf-8';
  return decoderOf(encoding.trim()).decode(bytes);
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    const why = `This file is written in “${encoding.slice(0, 50)}”, an encoding of letters that nobody here knows. Have its host send it in UTF-8, and try again.`;
    throw new MediaError('media_corrupt', why, { cause });
  }
}
