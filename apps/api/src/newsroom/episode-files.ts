import { toHtml, toJson, toSrt, toVtt } from '@mobilise/contracts/captions/write-captions';
import { chaptersBehind } from '@mobilise/contracts/chapters/edit-chapters';
import { toChaptersJson } from '@mobilise/contracts/chapters/write-chapters';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { html, raw } from './html.ts';
import { moved } from './recording.ts';

/** An approved revision of an episode; `leadIn` in milliseconds is what is played before the recording. */
interface EpisodeWords {
  title: string;
  content: EpisodeContent;
  leadIn: number;
}

type Beside = (episode: EpisodeWords) => { type: string; body: string } | null;

const transcript =
  (
    type: string,
    write: (cues: NonNullable<EpisodeContent['transcript']>['cues'], episode: EpisodeWords) => string,
  ): Beside =>
  (episode) => {
    const { transcript } = episode.content;
    if (!transcript || transcript.cues.length === 0) return null;
    return { type, body: write(moved(transcript.cues, episode.leadIn), episode) };
  };

/** What stands beside an episode for podcast apps, by its name in the address. */
export const besideEpisode: Readonly<Record<string, Beside>> = {
  'transcript.vtt': transcript('text/vtt; charset=utf-8', toVtt),
  'transcript.srt': transcript('application/x-subrip; charset=utf-8', toSrt),
  'transcript.json': transcript('application/json; charset=utf-8', toJson),
  'transcript.html': transcript('text/html; charset=utf-8', (cues, { title, content }) => {
    const language = content.transcript?.language ?? 'en-GB';
    return html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title><meta name="robots" content="noindex"></head><body>
${raw(toHtml(cues))}</body></html>
`.markup;
  }),
  'chapters.json': ({ title, content, leadIn }) =>
    content.chapters.length === 0
      ? null
      : {
          type: 'application/json+chapters; charset=utf-8',
          body: toChaptersJson(chaptersBehind(leadIn, content.chapters), { title }),
        },
};
