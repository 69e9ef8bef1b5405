import type { Transcript } from '@mobilise/contracts/captions';
import { type CaptionFormat, captionFormatOf, parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { parseChapters } from '@mobilise/contracts/chapters/parse-chapters';
import { documentText } from '@mobilise/contracts/document';
import { isBeyond } from '@mobilise/contracts/recording-times';
import { type EpisodeContent, emptyEpisode, episodeContent, personHeard } from '@mobilise/contracts/recordings';
import type { Publisher } from '../../publisher.ts';
import { decodeText } from './decode-text.ts';
import type { FeedEpisode } from './feed.ts';
import { notesOf } from './notes.ts';
import type { Taking } from './take-episode.ts';
import { cut } from './take-show.ts';
import type { Fetched } from './take-upload.ts';

type Noting = Pick<Taking, 'signal' | 'note'>;

/** Bytes of chapters or a transcript. */
const small = 2_000_000;
const { season, number } = episodeContent.shape;
const most = { name: 128, role: 64, people: 50 };
const claims: Record<string, CaptionFormat> = {
  'text/vtt': 'vtt',
  'application/x-subrip': 'srt',
  'application/srt': 'srt',
  'application/json': 'json',
};

/** What a feed says of an episode, as an episode here; what does not fit is noted, and left out. */
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
    season: fitting(season, 'a season', episode.season, noting),
    number: fitting(number, 'an episode', episode.number, noting),
    ...{ type: episode.type, explicit: episode.explicit },
    people: peopleOf(episode, noting),
    chapters: within(duration, 'chapters', await chaptersOf(publisher, episode, recording, noting), noting),
    transcript: await transcriptOf(publisher, episode, duration, noting),
  }) as EpisodeContent;
}

/** What uploads of an episode are called, so that they are found by its title: `S2 E7 All of it`. */
export function nameOf(episode: FeedEpisode): string {
  const s = season.safeParse(Number(episode.season)).data;
  const e = number.safeParse(Number(episode.number)).data;
  return [s && `S${s}`, e && `E${e}`, episode.title].filter(Boolean).join(' ');
}

/** A number of a season or an episode; null where the feed has none that fits. */
function fitting(field: typeof season, of: string, given: string, { note }: Noting): number | null {
  if (!given) return null;
  const fits = field.safeParse(Number(given));
  if (!fits.success) note('number', `“${cut(given, 100)}” is none that ${of} can have here, and was left out.`);
  return fits.data ?? null;
}

function peopleOf({ people }: FeedEpisode, { note }: Noting): EpisodeContent['people'] {
  const lost: string[] = [];
  const heard = people.flatMap(({ name, role, url }) => {
    const person = { name: cut(name, most.name), role: cut(role, most.role) };
    const linked = personHeard.safeParse({ ...person, url: url ?? undefined });
    const found = linked.data ?? personHeard.safeParse(person).data;
    const who = `“${person.name}”`;
    if (!found) lost.push(`${who} was left out: it is no name that can be shown.`);
    else if (!linked.success)
      lost.push(`${who} has no link now: “${cut(url ?? '', 100)}” is no address of a web page.`);
    if (person.name !== name || person.role !== role)
      lost.push(`${who} was cut: a name has at most ${most.name} characters, and a role ${most.role}.`);
    return found ?? [];
  });
  if (heard.length > most.people) lost.push(`Of ${heard.length} people the first ${most.people} were kept.`);
  if (lost.length > 0) note('people', lost.join(' '));
  return heard.slice(0, most.people);
}

/** Those that lie within a recording of so many milliseconds. */
function within<T extends { start: number; end?: number }>(
  duration: number,
  part: 'chapters' | 'transcript',
  all: readonly T[],
  { note }: Pick<Noting, 'note'>,
): T[] {
  const kept = all.filter((one) => !isBeyond(one, duration));
  const noun = part === 'chapters' ? 'chapters' : 'cues';
  if (kept.length < all.length)
    note(part, `Left out, since the recording ends before: ${all.length - kept.length} of ${all.length} ${noun}.`);
  return kept;
}

/** Those that the feed names, else those in the tags of the recording. */
async function chaptersOf(
  publisher: Publisher,
  { chapters }: FeedEpisode,
  recording: Fetched,
  { signal, note }: Noting,
): Promise<Chapter[]> {
  try {
    if (chapters) return chaptersIn(await fetchText(publisher, chapters, signal), note);
  } catch (error) {
    signal.throwIfAborted();
    note('chapters', error);
  }
  const tagged = recording.chapters.map(({ start, title }) => ({ startTime: start / 1000, title }));
  try {
    return tagged.length > 0 ? chaptersIn(JSON.stringify(tagged), note) : [];
  } catch (error) {
    note('chapters', error);
    return [];
  }
}

function chaptersIn(text: string, note: Noting['note']): Chapter[] {
  const { chapters, warnings } = parseChapters(text);
  if (warnings.length > 0) note('chapters', warnings.join(' '));
  return chapters;
}

/** What is said of one line or segment: it was left out, or is not as it was. */
const isOfOne = (warning: string) => /^(?:Line|Segment) /.test(warning);

/** The first that can be read; what was wrong with the others is said only where there is none. */
async function transcriptOf(
  publisher: Publisher,
  { transcripts }: FeedEpisode,
  duration: number,
  { signal, note }: Noting,
): Promise<Transcript | null> {
  let wrong: unknown;
  for (const { url, type, language } of transcripts) {
    try {
      const lost: string[] = [];
      const text = captionsOf(await fetchText(publisher, url, signal), (why) => lost.push(why));
      // Many feeds take VTT for SRT; but what the feed says has times, and has none, is something else.
      const as =
        captionFormatOf(text) === 'text' ? claims[type.split(';', 1)[0]?.trim().toLowerCase() ?? ''] : undefined;
      const { cues, warnings } = parseCaptions(text, { as, duration });
      lost.push(...warnings.filter(isOfOne));
      if (lost.length > 0) note('transcript', lost.join(' '));
      return { language: languageOf(language), cues: within(duration, 'transcript', cues, { note }) };
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
  const { body, type } = await publisher.download(address, small, signal);
  return decodeText(Buffer.concat(await Array.fromAsync(body)), type);
}
