import type { AudioFormat } from './audio-recipe.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { FfmpegJob } from './ffmpeg-job.ts';
import { recordingLimits } from './limits.ts';

/** What a player shows of a file. Empty ones are left out. */
export interface AudioTags {
  title?: string;
  artist?: string;
  album?: string;
  /** Number of the episode. */
  track?: number;
  /** `2026-11-27`, or a year. */
  date?: string;
  genre?: string;
  comment?: string;
}

export interface Chapter {
  /** Milliseconds. */
  start: number;
  title: string;
}

export interface Tagging {
  tags: AudioTags;
  /** In any order; each lasts until the next. */
  chapters?: readonly Chapter[];
  /** Milliseconds, at which the last chapter ends. */
  duration: number;
  /** A JPEG or PNG that we rendered. */
  cover?: { path: string; mime: 'image/jpeg' | 'image/png' };
}

/** Tags and chapters as the file that ffmpeg reads them from: people's words never become arguments. */
export function ffmetadata({ tags, chapters = [], duration }: Tagging): string {
  const lines = [';FFMETADATA1'];
  for (const [name, value] of Object.entries(tags))
    if (value !== undefined && value !== '') lines.push(`${name}=${escaped(String(value))}`);
  const sorted = chapters.toSorted((left, right) => left.start - right.start);
  for (const [index, { start, title }] of sorted.entries()) {
    const end = Math.max(start, sorted[index + 1]?.start ?? duration);
    lines.push('[CHAPTER]', 'TIMEBASE=1/1000', `START=${Math.round(start)}`, `END=${Math.round(end)}`);
    lines.push(`title=${escaped(title)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Control characters go: ID3v2.3 would end at a zero. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[=;#\\\n]/g, '\\$&');
}

/** The job that puts tags, chapters and a cover around sound that stays as it is. */
function taggingJob(from: string, to: string, format: AudioFormat, tagging: Tagging): FfmpegJob {
  const { cover } = tagging;
  const picture = ['-map', '2:v:0', '-disposition:v:0', 'attached_pic', '-metadata:s:v:0', 'comment=Cover (front)'];
  const container = {
    mp3: ['-id3v2_version', '3', '-f', 'mp3'],
    m4a: ['-movflags', '+faststart', '-f', 'ipod'],
  };
  return {
    inputs: [
      { path: from, format: format === 'mp3' ? 'mp3' : 'mov' },
      { path: 'tags.txt', format: 'ffmetadata' },
      ...(cover
        ? [{ path: cover.path, format: cover.mime === 'image/png' ? ('png_pipe' as const) : ('jpeg_pipe' as const) }]
        : []),
    ],
    files: { 'tags.txt': ffmetadata(tagging) },
    outputs: [
      {
        path: to,
        args: [
          ...['-map', '0:a:0', ...(cover ? picture : [])],
          ...['-map_metadata', '1', '-map_chapters', '1', '-c', 'copy', ...container[format]],
        ],
      },
    ],
    ...{ seconds: recordingLimits.duration / 1000 + 60, maxBytes: 2 ** 30, timeout: 300 },
  };
}

/**
 * Writes a copy of a rendered file with tags: ID3v2.3 in MP3, atoms in M4A. A changed title costs no encoding.
 *
 * @throws as `Ffmpeg.run`
 */
export async function tagAudio(
  ffmpeg: Ffmpeg,
  { from, to, format }: { from: string; to: string; format: AudioFormat },
  tagging: Tagging,
  signal?: AbortSignal,
): Promise<void> {
  await ffmpeg.run(taggingJob(from, to, format, tagging), signal ? { signal } : {});
}
