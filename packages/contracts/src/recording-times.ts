import type { ItemContent } from './kinds.ts';
import type { Clip } from './recordings.ts';
import { sayTimecode } from './timecode.ts';

/** Milliseconds by which words may end after the recording: transcripts are often written that much too long. */
const overhang = 1000;

/**
 * Whether a chapter (which has no end) or words lie after the end of what is used of a recording, so many milliseconds long: a draft
 * may have such, what goes out may not.
 */
export const isBeyond = ({ start, end = start }: { start: number; end?: number }, length: number): boolean =>
  start >= length || end > length + overhang;

/** The upload that an episode or a video plays, between intro and outro; null where there is none. */
export const clipOf = (content: ItemContent): Clip | null =>
  'audio' in content ? content.audio : 'video' in content ? content.video : null;

/**
 * What of an episode or a video lies outside its recording, or after the end of what is used of it: sentences, with where they
 * belong in the content (`chapters.3.start`).
 *
 * @param duration milliseconds of the whole recording
 */
export function timesOutside(content: ItemContent, duration: number): { field: string; message: string }[] {
  const clip = clipOf(content);
  if (!clip || !('chapters' in content)) return [];
  const { chapters } = content;
  const [name, words, cues] =
    'audio' in content
      ? ['audio', 'transcript', content.transcript?.cues ?? []]
      : ['video', 'captions', content.captions?.cues ?? []];
  const { start, end } = clip.trim ?? { start: 0, end: duration };
  if (end > duration)
    return [
      {
        field: `${name}.trim.end`,
        message: `It is cut to end at ${sayTimecode(end)}, but the recording ends at ${sayTimecode(duration)}. Cut it again.`,
      },
    ];
  const length = end - start;
  const after = `after the recording has ended, at ${sayTimecode(length)}`;
  const lateChapters = chapters.filter((chapter) => isBeyond(chapter, length));
  const lateCues = cues.filter((cue) => isBeyond(cue, length));
  const [chapter] = lateChapters;
  const [cue] = lateCues;
  return [
    ...(chapter
      ? [
          {
            field: `chapters.${chapters.indexOf(chapter)}.start`,
            message:
              lateChapters.length === 1
                ? `The chapter “${chapter.title}” starts ${after}. Move or remove it.`
                : `${lateChapters.length} chapters start ${after}. Move or remove them.`,
          },
        ]
      : []),
    ...(cue
      ? [
          {
            field: `${words}.cues.${cues.indexOf(cue)}.end`,
            message:
              lateCues.length === 1
                ? `One cue of the ${words} goes on ${after}. Move it, or leave it out.`
                : `${lateCues.length} cues of the ${words} go on ${after}. Move them, or leave them out.`,
          },
        ]
      : []),
  ];
}
