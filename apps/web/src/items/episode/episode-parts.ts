import type { EpisodeContent } from '@mobilise/contracts/recordings';
import type { Part } from '../compare/parts.ts';
import { documentParts } from '../story/story-parts.ts';

/** An episode as parts. */
export function episodeParts({ notes }: EpisodeContent): Part[] {
  return documentParts(notes);
}

/** The fields that an episode must not lack, each with the episode as it would be if that one were filled. */
export function episodeFields(content: EpisodeContent): { id: string; filled: EpisodeContent }[] {
  void content;
  return [];
}
