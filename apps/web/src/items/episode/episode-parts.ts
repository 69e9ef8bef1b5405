import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { type Part, shapeOf } from '../compare/parts.ts';
import { chapterParts, clipPart, cueParts, sampleCues } from '../recording-parts.ts';
import { bodyAltId, documentParts, firstWithoutAlt, withAlt } from '../story/story-parts.ts';

/** An episode as parts: the recording and its cut, its numbers, chapters, people, notes, and every cue. */
export function episodeParts(content: EpisodeContent): Part[] {
  const { audio, intro, outro, artwork, notes, people, chapters, transcript } = content;
  return [
    ...clipPart('Audio', audio),
    ...(intro ? [{ label: 'Intro', text: '', assetId: intro.assetId, shape: intro.assetId }] : []),
    ...(outro ? [{ label: 'Outro', text: '', assetId: outro.assetId, shape: outro.assetId }] : []),
    { label: 'In the show', text: sayPlace(content), shape: sayPlace(content) },
    ...(artwork ? [{ label: 'Cover', text: artwork.alt, assetId: artwork.assetId, shape: shapeOf(artwork) }] : []),
    ...people.map((person) => ({
      label: 'Person',
      text: [person.name, person.role, person.url].filter(Boolean).join(', '),
      ...(person.picture && { assetId: person.picture.assetId }),
      shape: shapeOf(person),
    })),
    ...chapterParts(chapters),
    ...documentParts(notes),
    ...cueParts(transcript),
  ];
}

/** `Season 2, number 5, not for children` */
function sayPlace({ season, number, type, explicit }: EpisodeContent): string {
  const words = [
    type === 'full' ? 'episode' : type,
    season !== null && `season ${season}`,
    number !== null && `number ${number}`,
    explicit && 'not for children',
  ];
  const said = words.filter(Boolean).join(', ');
  return said.charAt(0).toUpperCase() + said.slice(1);
}

export const episodeFieldIds = {
  audio: 'audio',
  transcript: 'transcript',
  artwork: 'episode-cover',
  artworkAlt: 'episode-cover-alt',
} as const;

/** The fields that an episode must not lack, each with the episode as it would be if that one were filled. */
export function episodeFields(content: EpisodeContent): { id: string; filled: EpisodeContent }[] {
  const { audio, artwork, notes, people, transcript } = content;
  const described = {
    ...content,
    artwork: artwork && { ...artwork, alt: 'x' },
    notes: withAlt(notes),
    people: people.map((one) => (one.picture ? { ...one, picture: { ...one.picture, alt: 'x' } } : one)),
  };
  const first = firstWithoutAlt(notes);
  const altId = artwork && !artwork.alt.trim() ? episodeFieldIds.artworkAlt : first ? bodyAltId(first) : 'people';
  return [
    { id: episodeFieldIds.audio, filled: { ...content, audio: audio ?? { assetId: '', trim: null } } },
    {
      id: episodeFieldIds.transcript,
      filled: { ...content, transcript: transcript?.cues.length ? transcript : sampleCues },
    },
    { id: altId, filled: described },
  ];
}
