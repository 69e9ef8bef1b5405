import { open } from 'node:fs/promises';
import { MediaError } from '@mobilise/media-processing/errors';
import { sniff } from '@mobilise/media-processing/sniff';

/** What a feed names, in words. */
const nouns = { audio: 'recording', image: 'picture' } as const;
const kinds = { image: 'a picture', audio: 'sound', video: 'a film' };

/**
 * The error for a person who takes over a feed, where looking at a file that it names ended with one for a person who uploads it: what
 * its host sent instead. Any other error as it is.
 */
export async function otherKind(
  error: unknown,
  { path, kind, address }: { path: string; kind: keyof typeof nouns; address: string },
): Promise<unknown> {
  if (!(error instanceof MediaError) || error.code !== 'media_type_unsupported') return error;
  const found = await sniff(path).catch(() => null);
  // What is wrong with one of the right kind is said by that, and so is what a film is for.
  if (found?.kind === kind || (kind === 'audio' && found?.kind === 'video')) return error;
  const what = found ? kinds[found.kind] : await textIn(path);
  const [noun, { host }] = [nouns[kind], new URL(address)];
  const detail = `Instead of a ${noun}, ${host} sent ${what}. See to it that the address in the feed leads to the ${noun}, and try again.`;
  return new MediaError(error.code, detail, { cause: error });
}

/** What a file is that holds no picture, sound or film. */
async function textIn(path: string): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
  const head = buffer.toString('utf8', 0, bytesRead);
  if (/^\s*(?:<!doctype html|<html|<head|<body)/i.test(head)) return 'a web page';
  return /[^\P{Cc}\s]/u.test(head) ? 'a file of another kind' : 'text';
}
