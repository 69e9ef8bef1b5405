import type { Readable } from 'node:stream';

/**
 * Demuxers that a file may be opened with, by ffmpeg's names. `ffmetadata`, `png_pipe`, `jpeg_pipe` and `s16le` are for files
 * that we make ourselves. No playlist is among them, nothing that names another file.
 */
export type InputFormat =
  | ('mov' | 'mp3' | 'wav' | 'flac' | 'ogg' | 'matroska' | 'aac')
  | ('ffmetadata' | 'png_pipe' | 'jpeg_pipe' | 's16le');

export type FfmpegInput = Source & {
  format: InputFormat;
  /** Options before `-i`, one word each: `['-ss', '1.5']`. */
  args?: readonly string[];
};

/**
 * An absolute path, or the bare name of one of the job's own `files`; or bytes as they come, for one input of a job and a format
 * that is read from front to back.
 */
export type Source = { path: string } | { stream: Readable };

/** What is made: a file at an absolute path, or bytes that `take` is given as they come. */
export type FfmpegOutput = { args: readonly string[] } & ({ path: string } | { take: (chunk: Buffer) => void });

/**
 * One run of ffmpeg as data. Words that people wrote go into `files` and never into arguments or filters, whose quoting is not
 * meant for strangers.
 */
export interface FfmpegJob {
  inputs: readonly FfmpegInput[];
  /** A filter graph, as `-filter_complex` takes it. It may name one of `files`. */
  filters?: string;
  outputs: readonly FfmpegOutput[];
  /** Small files by bare name, written into the folder that the run has for itself. */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** Longest that is read of an input and written of an output, in seconds of media. */
  seconds: number;
  /** Largest that an output file may become, in bytes. */
  maxBytes: number;
  /** Longest that the run may take, in seconds by the clock. */
  timeout: number;
  /** Longest that nothing may come of it, in seconds by the clock; ten minutes unless told. */
  stall?: number;
  /** Threads; 2 unless told. */
  threads?: number;
  /** Milliseconds of media that will be written, if known: progress is counted from it. */
  expected?: number;
}

/** The words of a command line, in the groups that ffmpeg reads them in. */
export interface Composed {
  inputs: { source: string; args: string[] }[];
  filters?: string;
  outputs: { target: string; args: string[] }[];
}

/** Options that stand for the whole run: no questions, no banner, progress as lines among the messages. */
const always = ['-hide_banner', '-nostdin', '-nostats', '-stats_period', '0.5', '-progress', 'pipe:2'];

/** What keeps an input to itself: the protocol list alone lets a playlist named `.mp4` read other files. */
export function inputGuards(format: InputFormat): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-format_whitelist', format, '-f', format];
}

/** The command line of a job. Metadata and chapters of the original are dropped unless the job maps them itself. */
export function compose(job: FfmpegJob): Composed {
  const threads = String(job.threads ?? 2);
  const bounds = ['-t', String(job.seconds)];
  return {
    inputs: job.inputs.map(({ format, args = [], ...source }, index) => ({
      source: 'path' in source ? source.path : 'pipe:0',
      args: [
        ...(index === 0 ? [...always, '-filter_complex_threads', threads] : []),
        ...['-threads', threads, ...inputGuards(format)],
        // The last -t counts, so a job may read less than it is allowed to.
        ...(format === 'ffmetadata' ? [] : bounds),
        ...args,
      ],
    })),
    ...(job.filters && { filters: job.filters }),
    outputs: job.outputs.map((output) => ({
      target: 'path' in output ? output.path : 'pipe:1',
      args: [
        ...unlessGiven(output.args, '-map_metadata', '-1'),
        ...unlessGiven(output.args, '-map_chapters', '-1'),
        ...['-threads', threads, '-filter_threads', threads],
        ...bounds,
        ...('path' in output ? ['-fs', String(job.maxBytes)] : []),
        ...output.args,
      ],
    })),
  };
}

function unlessGiven(args: readonly string[], option: string, value: string): string[] {
  return args.includes(option) ? [] : [option, value];
}
