import type { Ffmpeg } from './ffmpeg.ts';

/**
 * What ffmpeg 5 to 8 says of what it could not decode, and left out or made up. It goes on all the same, since most of such a file
 * is good. Lines of tags, which are the uploader's words, are indented, and never begin so.
 */
const unreadable =
  /^(?:\[[^\]]*\] )*(?:concealing \d+ DC|error while decoding MB |CRC mismatch!|Error while decoding stream #|Error submitting packet to decoder)/gm;
/** Lines in one run. A single one may be a tag behind the last packet of an MP3; a flipped bit that is noticed gives two. */
const telling = 2;

/** An ffmpeg that notices which of the files it decodes are damaged. */
export function noticingDamage(ffmpeg: Ffmpeg): { ffmpeg: Ffmpeg; isDamaged: () => boolean } {
  let damaged = false;
  const run: Ffmpeg['run'] = async (...args) => {
    const ended = await ffmpeg.run(...args);
    damaged ||= (ended.log.match(unreadable)?.length ?? 0) >= telling;
    return ended;
  };
  return { ffmpeg: { ...ffmpeg, run }, isDamaged: () => damaged };
}
