import type { VideoContent } from '@mobilise/contracts/recordings';
import type { Part } from '../compare/parts.ts';
import { documentParts } from '../story/story-parts.ts';

/** A video as parts. */
export function videoParts({ description }: VideoContent): Part[] {
  return documentParts(description);
}

/** The fields that a video must not lack, each with the video as it would be if that one were filled. */
export function videoFields(content: VideoContent): { id: string; filled: VideoContent }[] {
  void content;
  return [];
}
