import type { Asset } from '@mobilise/contracts/media';

export const posterOf = ({ renditions }: Asset): string | null =>
  renditions.find(({ purpose }) => purpose === 'poster')?.url ?? null;

const types: Record<string, string> = {
  m4a: 'audio/mp4; codecs="mp4a.40.2"',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4; codecs="avc1.64001f, mp4a.40.2"',
};

/** What of an upload this browser can play: listening copies of sound, previews of film. Null while there is none. */
export function playableOf({ renditions }: Asset): string | null {
  const media = document.createElement('video');
  const copies = renditions.filter(({ purpose }) => purpose === 'listen' || purpose === 'preview');
  return (copies.find(({ format }) => media.canPlayType(types[format] ?? '') !== '') ?? copies[0])?.url ?? null;
}
