import type { VideoContent } from '@mobilise/contracts/recordings';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { type Part, shapeOf } from '../compare/parts.ts';
import { chapterParts, clipPart, cueParts, sampleCues } from '../recording-parts.ts';
import { bodyAltId, documentParts, firstWithoutAlt, withAlt } from '../story/story-parts.ts';

/** A video as parts: the film and its cut, its poster, chapters, description, and every caption. */
export function videoParts(content: VideoContent): Part[] {
  const { video, poster, posterAt, silent, chapters, description, captions, burnIn } = content;
  return [
    ...clipPart('Video', video),
    ...(poster ? [{ label: 'Poster', text: poster.alt, assetId: poster.assetId, shape: shapeOf(poster) }] : []),
    ...(!poster && posterAt != null
      ? [{ label: 'Poster', text: `The frame at ${sayTimecode(posterAt)} of the film`, shape: String(posterAt) }]
      : []),
    ...(captions && burnIn === false
      ? [{ label: 'Captions', text: 'Not drawn into square and tall films', shape: 'beside' }]
      : []),
    ...(silent ? [{ label: 'Sound', text: 'Nothing is spoken', shape: 'silent' }] : []),
    ...chapterParts(chapters),
    ...documentParts(description),
    ...cueParts(captions),
  ];
}

export const videoFieldIds = {
  video: 'video',
  captions: 'captions',
  poster: 'video-poster',
  posterAlt: 'video-poster-alt',
} as const;

/** The fields that a video must not lack, each with the video as it would be if that one were filled. */
export function videoFields(content: VideoContent): { id: string; filled: VideoContent }[] {
  const { video, poster, description, captions } = content;
  const described = {
    ...content,
    poster: poster && { ...poster, alt: 'x' },
    description: withAlt(description),
  };
  const first = firstWithoutAlt(description);
  return [
    { id: videoFieldIds.video, filled: { ...content, video: video ?? { assetId: '', trim: null } } },
    { id: videoFieldIds.captions, filled: { ...content, captions: captions?.cues.length ? captions : sampleCues } },
    { id: first && !(poster && !poster.alt.trim()) ? bodyAltId(first) : videoFieldIds.posterAlt, filled: described },
  ];
}
