/** What the parts of an item are called on its page; those of a list with the number of the one. */
const parts: Record<string, string> = {
  title: 'The title',
  summary: 'The standfirst',
  sources: 'Source',
  chapters: 'Chapter',
  people: 'Person',
  transcript: 'The transcript',
  captions: 'The captions',
  cues: 'Cue',
  audio: 'The recording',
  video: 'The film',
  intro: 'The intro',
  outro: 'The outro',
  artwork: 'The picture',
  leadImage: 'The lead image',
  poster: 'The poster',
  notes: 'The notes',
  description: 'The description',
  longDescription: 'The long description',
  data: 'The table',
  season: 'The season',
  number: 'The number',
};

/**
 * Why words are not saved, as a sentence that names the place as the page does: `body.content.chapters.3.url` is `Chapter 4`.
 * A place that has no name says the reason alone.
 */
export function sayRefused(path: readonly PropertyKey[], message: string): string {
  const named = path.flatMap((step, index) => {
    const name = parts[String(step)];
    const next = Number(path[index + 1] ?? Number.NaN);
    return name ? [{ name: Number.isNaN(next) ? name : `${name} ${next + 1}`, isOne: !Number.isNaN(next) }] : [];
  });
  // One of a list is what to look for, whatever of it is wrong.
  const place = named.findLast(({ isOne }) => isOne) ?? named[0];
  const reason = /[.!?]$/.test(message) ? message : `${message}.`;
  return place ? `${place.name}: ${reason}` : reason;
}
