import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { InfographicContent, StoryContent } from '@mobilise/contracts/kinds';
import type { EpisodeContent, VideoContent } from '@mobilise/contracts/recordings';
import type { ComponentType } from 'react';
import { lazy } from '../lazy.ts';
import type { Part } from './compare/parts.ts';
import { episodeFields, episodeParts } from './episode/episode-parts.ts';
import { infographicFields, infographicParts } from './infographic/infographic-parts.ts';
import { storyFields, storyParts } from './story/story-parts.ts';
import { videoFields, videoParts } from './video/video-parts.ts';

export interface EditorProps<C> {
  content: C;
  /** Counts every time `content` was replaced from outside: an editor with a state of its own shows it then. */
  epoch: number;
  onChange: (content: C) => void;
}

/** What the screens need to know of a kind of item. A new kind is a new row in `kindScreens`. */
interface KindScreens<C> {
  Editor: ComponentType<EditorProps<C>>;
  Reading: ComponentType<{ content: C }>;
  /** The content as parts that two revisions are compared by. */
  parts: (content: C) => Part[];
  /** Where what is missing is put right: the id of a field, and the content if that field were filled. */
  fields: (content: C) => { id: string; filled: C }[];
}

const all: { [K in ItemKind]: KindScreens<Contents[K]> } = {
  story: {
    Editor: lazy(() => import('./story/story-editor.tsx'), 'StoryEditor'),
    Reading: lazy(() => import('./story/story-reading.tsx'), 'StoryReading'),
    parts: storyParts,
    fields: storyFields,
  },
  infographic: {
    Editor: lazy(() => import('./infographic/infographic-editor.tsx'), 'InfographicEditor'),
    Reading: lazy(() => import('./infographic/infographic-reading.tsx'), 'InfographicReading'),
    parts: infographicParts,
    fields: infographicFields,
  },
  episode: {
    Editor: lazy(() => import('./episode/episode-editor.tsx'), 'EpisodeEditor'),
    Reading: lazy(() => import('./episode/episode-reading.tsx'), 'EpisodeReading'),
    parts: episodeParts,
    fields: episodeFields,
  },
  video: {
    Editor: lazy(() => import('./video/video-editor.tsx'), 'VideoEditor'),
    Reading: lazy(() => import('./video/video-reading.tsx'), 'VideoReading'),
    parts: videoParts,
    fields: videoFields,
  },
};

interface Contents {
  story: StoryContent;
  infographic: InfographicContent;
  episode: EpisodeContent;
  video: VideoContent;
}

/** The screens of a kind, for content that is known to be of it. */
export const kindScreens = all as unknown as Record<ItemKind, KindScreens<unknown>>;
