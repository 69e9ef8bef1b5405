/** What Mobilise takes, as files or as text. Feeds of shows are tried by the tests of their importer. */
export const kinds = ['image', 'audio', 'video', 'captions', 'chapters'] as const;
export type Kind = (typeof kinds)[number];

/** How many of a hundred files are of a kind, when all are: ffmpeg costs most, and the embedded one a second for each start. */
export const shares: Record<Kind, number> = { image: 40, audio: 21, video: 14, captions: 15, chapters: 10 };

/** A small whole file, which mutations start from. */
export interface Seed {
  kind: Kind;
  /** `wav`, `animated gif`: for people. */
  name: string;
  /** The MIME type that a browser would claim. */
  type: string;
  bytes: Buffer;
}
