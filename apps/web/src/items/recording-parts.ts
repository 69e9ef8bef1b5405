import type { Transcript } from '@mobilise/contracts/captions';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import type { Clip } from '@mobilise/contracts/recordings';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { type Part, shapeOf } from './compare/parts.ts';

/** A recording and how it is cut. */
export function clipPart(label: string, clip: Clip | null): Part[] {
  if (!clip) return [];
  const { trim } = clip;
  const text = trim ? `From ${sayTimecode(trim.start)} to ${sayTimecode(trim.end)}` : 'Whole';
  return [{ label, text, assetId: clip.assetId, shape: shapeOf(clip) }];
}

export function chapterParts(chapters: readonly Chapter[]): Part[] {
  return chapters.map((chapter) => ({
    label: 'Chapter',
    text: [`${sayTimecode(chapter.start)} ${chapter.title}`, chapter.url, chapter.hidden && 'not in lists']
      .filter(Boolean)
      .join(', '),
    words: chapter.title,
    shape: shapeOf(chapter),
  }));
}

/** Every cue by itself: of an hour of speech, those few that changed are found. */
export function cueParts(transcript: Transcript | null): Part[] {
  if (!transcript) return [];
  return [
    { label: 'Language', text: transcript.language, shape: transcript.language },
    ...transcript.cues.map(({ start, end, text, speaker }) => ({
      label: 'Cue',
      text: `${sayTimecode(start)} to ${sayTimecode(end)}\n${speaker ? `${speaker}: ` : ''}${text}`,
      words: text,
      shape: `${start} ${end} ${speaker ?? ''} ${text}`,
    })),
  ];
}

/** Words for a recording that has none, to see what would no longer be missing. */
export const sampleCues: Transcript = { language: 'en', cues: [{ start: 0, end: 1, text: 'x' }] };
