import type { Transcript } from '@mobilise/contracts/captions';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { parseChapters } from '@mobilise/contracts/chapters/parse-chapters';
import { documentText } from '@mobilise/contracts/document';
import { isBeyond } from '@mobilise/contracts/recording-times';
import { type EpisodeContent, emptyEpisode, episodeContent, personHeard } from '@mobilise/contracts/recordings';
import type { Publisher } from '../../publisher.ts';
import type { FeedEpisode } from './feed.ts';
import { notesOf } from './notes.ts';
import type { Taking } from './take-episode.ts';
import { cut } from './take-show.ts';
import type { Fetched } from './take-upload.ts';

type Noting = Pick<Taking, 'signal' | 'note'>;

/** Bytes of chapters or a transcript. */
const small = 2_000_000;
const { season, number } = episodeContent.shape;

/** What a feed says of an episode, as an episode here; what it says of people and numbers may be anything, and is left out then. */
export async function contentOf(
  publisher: Publisher,
  episode: FeedEpisode,
  { recording, artwork }: { recording: Fetched; artwork: string | undefined },
  noting: Noting,
): Promise<EpisodeContent> {
  const duration = recording.duration ?? 0;
  const notes = notesOf(episode.notes);
  if (notes.lost.length > 0) noting.note('notes', notes.lost.join(' '));
  return episodeContent.parse({
    ...emptyEpisode,
    audio: { assetId: recording.id, trim: null },
    artwork: artwork ? { assetId: artwork, alt: cut(`The cover of “${episode.title}”`, 200) } : null,
    notes: notes.document,
    season: season.safeParse(episode.season).data ?? null,
    number: number.safeParse(episode.number).data ?? null,
    ...{ type: episode.type, explicit: episode.explicit },
    people: episode.people
      .flatMap(({ name, role, url }) => {
        const person = { name: cut(name, 128), role: cut(role, 64) };
        const linked = personHeard.safeParse({ ...person, url: url ?? undefined });
        return linked.data ?? personHeard.safeParse(person).data ?? [];
      })
      .slice(0, 50),
    chapters: (await chaptersOf(publisher, episode, recording, noting)).filter(
      (chapter) => !isBeyond(chapter, duration),
    ),
    transcript: await transcriptOf(publisher, episode, duration, noting),
  }) as EpisodeContent;
}

/** Those that the feed names, else those in the tags of the recording. */
async function chaptersOf(
  publisher: Publisher,
  { chapters }: FeedEpisode,
  recording: Fetched,
  { signal, note }: Noting,
): Promise<Chapter[]> {
  try {
    if (chapters) return parseChapters(await fetchText(publisher, chapters, signal)).chapters;
  } catch (error) {
    signal.throwIfAborted();
    note('chapters', error);
  }
  const tagged = recording.chapters.map(({ start, title }) => ({ startTime: start / 1000, title }));
  try {
    return tagged.length > 0 ? parseChapters(JSON.stringify(tagged)).chapters : [];
  } catch (error) {
    note('chapters', error);
    return [];
  }
}

/** The first that can be read; what was wrong with the others is said only where there is none. */
async function transcriptOf(
  publisher: Publisher,
  { transcripts }: FeedEpisode,
  duration: number,
  { signal, note }: Noting,
): Promise<Transcript | null> {
  let wrong: unknown;
  for (const { url, language } of transcripts) {
    try {
      const lost: string[] = [];
      const text = captionsOf(await fetchText(publisher, url, signal), (why) => lost.push(why));
      const { cues } = parseCaptions(text, { duration });
      for (const why of lost) note('transcript', why);
      return { language: languageOf(language), cues: cues.filter((cue) => !isBeyond(cue, duration)) };
    } catch (error) {
      signal.throwIfAborted();
      wrong ??= error;
    }
  }
  if (wrong) note('transcript', wrong);
  return null;
}

/** A language as BCP 47 has it; English where what is said is none. */
function languageOf(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** A transcript in HTML as its words; anything else as it is. */
function captionsOf(text: string, note: (why: string) => void): string {
  if (!text.trimStart().startsWith('<')) return text;
  const { document, lost } = notesOf(text);
  if (lost.length > 0) note(lost.join(' '));
  return documentText(document);
}

async function fetchText(publisher: Publisher, address: string, signal: AbortSignal): Promise<string> {
  const { body } = await publisher.download(address, small, signal);
  return Buffer.concat(await Array.fromAsync(body)).toString();
}
