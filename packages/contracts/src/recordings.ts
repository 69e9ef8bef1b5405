import { z } from 'zod';
import { maxTime } from './captions/cue.ts';
import { type Transcript, transcript } from './captions.ts';
import type { Chapter } from './chapters/chapter.ts';
import { chapters } from './chapters.ts';
import {
  type Document,
  documentHtml,
  documentText,
  emptyDocument,
  type ImageHtml,
  nodes,
  storyDocument,
} from './document.ts';
import { httpUrl, id, line } from './fields.ts';
import { type Image, image } from './image.ts';

/** Milliseconds from the start of a recording. */
const offset = z.number().int().min(0).max(maxTime);

/** An upload of sound or film in use, cut to a part of it where `trim` says so. */
export const clip = z.object({
  assetId: id,
  trim: z
    .object({ start: offset, end: offset })
    .refine(({ start, end }) => start < end, 'The end comes after the start')
    .nullable(),
});
export type Clip = z.infer<typeof clip>;

const jingle = z.object({ assetId: id });

/** Somebody heard in an episode. Roles are those of the podcast taxonomy, in small letters: `host`, `guest`, `editor` … */
export const personHeard = z.object({
  name: line(128),
  role: line(64).default('host'),
  url: httpUrl.optional(),
  picture: image.optional(),
});

export const episodeTypes = ['full', 'trailer', 'bonus'] as const;
export const episodeContent = z.object({
  audio: clip.nullable(),
  /** Played before and after it; taken over from the show when the episode is made, and its own from then on. */
  intro: jingle.nullable(),
  outro: jingle.nullable(),
  /** Its own cover, or null for the show's. */
  artwork: image.nullable(),
  notes: storyDocument,
  season: z.number().int().min(1).max(9999).nullable(),
  number: z.number().int().min(1).max(99_999).nullable(),
  type: z.enum(episodeTypes),
  explicit: z.boolean(),
  people: z.array(personHeard).max(50),
  /** Times of chapters and transcript count in `audio` as it is after trimming, before intro and outro are put around it. */
  chapters,
  transcript: transcript.nullable(),
});
export type EpisodeContent = {
  audio: Clip | null;
  intro: { assetId: string } | null;
  outro: { assetId: string } | null;
  artwork: Image | null;
  notes: Document;
  season: number | null;
  number: number | null;
  type: (typeof episodeTypes)[number];
  explicit: boolean;
  people: z.infer<typeof personHeard>[];
  chapters: Chapter[];
  transcript: Transcript | null;
};

export const videoContent = z.object({
  video: clip.nullable(),
  /** Shown before it plays; null for a frame of the film. */
  poster: image.nullable(),
  /** Which frame that is, in milliseconds of the upload, whatever is cut away; null for the one that the pipeline chooses. */
  posterAt: offset.nullable().default(null),
  description: storyDocument,
  /** There is no speech and no sound that matters, so captions would be empty. */
  silent: z.boolean(),
  captions: transcript.nullable(),
  /** Draws the captions into square and upright films, which platforms play without sound. The wide film has them beside it. */
  burnIn: z.boolean().default(true),
  chapters,
});
export type VideoContent = {
  video: Clip | null;
  poster: Image | null;
  posterAt: number | null;
  description: Document;
  silent: boolean;
  captions: Transcript | null;
  burnIn: boolean;
  chapters: Chapter[];
};

export const emptyEpisode: EpisodeContent = {
  audio: null,
  intro: null,
  outro: null,
  artwork: null,
  notes: emptyDocument,
  season: null,
  number: null,
  type: 'full',
  explicit: false,
  people: [],
  chapters: [],
  transcript: null,
};
export const emptyVideo: VideoContent = {
  video: null,
  poster: null,
  posterAt: null,
  description: emptyDocument,
  silent: false,
  captions: null,
  burnIn: true,
  chapters: [],
};

/** Every picture of an episode, its cover first. */
export function episodeImages({ artwork, notes, people }: EpisodeContent): Image[] {
  return [
    ...(artwork ? [artwork] : []),
    ...documentImages(notes),
    ...people.flatMap(({ picture }) => (picture ? [picture] : [])),
  ];
}

export function videoImages({ poster, description }: VideoContent): Image[] {
  return [...(poster ? [poster] : []), ...documentImages(description)];
}

/** Every upload of sound or film that is played, the main one first. */
export function episodeRecordings({ audio, intro, outro }: EpisodeContent): string[] {
  return [audio, intro, outro].flatMap((used) => (used ? [used.assetId] : []));
}

export function videoRecordings({ video }: VideoContent): string[] {
  return video ? [video.assetId] : [];
}

/** The words of a recording: what is written about it, its chapters, and what is said. */
export function episodeText({ notes, people, chapters, transcript }: EpisodeContent): string {
  return [
    documentText(notes),
    ...people.map(({ name }) => name),
    ...chapters.map(({ title }) => title),
    spokenText(transcript),
  ]
    .filter(Boolean)
    .join('\n');
}

export function videoText({ description, chapters, captions }: VideoContent): string {
  return [documentText(description), ...chapters.map(({ title }) => title), spokenText(captions)]
    .filter(Boolean)
    .join('\n');
}

export const episodeHtml = ({ notes }: EpisodeContent, image: ImageHtml): string => documentHtml(notes, image);
export const videoHtml = ({ description }: VideoContent, image: ImageHtml): string => documentHtml(description, image);

/** What is missing for people who cannot hear an episode, as sentences. */
export const missingOfEpisode = ({ transcript }: EpisodeContent): string[] =>
  transcript?.cues.length ? [] : ['Write the transcript: everything that is said, in words.'];

export const missingOfVideo = ({ silent, captions }: VideoContent): string[] =>
  silent || captions?.cues.length ? [] : ['Write the captions, or say that nothing is spoken.'];

function documentImages(document: Document): Image[] {
  return [...nodes(document)].flatMap((node) =>
    node.type === 'image' ? [{ assetId: node.attrs.assetId, alt: node.attrs.alt }] : [],
  );
}

function spokenText(transcript: Transcript | null): string {
  return transcript?.cues.map(({ text }) => text).join(' ') ?? '';
}
