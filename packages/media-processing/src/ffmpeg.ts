import { stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isNotFound, MediaError } from './errors.ts';
import {
  type Capabilities,
  capabilitiesFrom,
  embeddedCapabilities,
  shortcomings,
  suffices,
} from './ffmpeg-capabilities.ts';
import { runWithFluent } from './ffmpeg-command.ts';
import { corrupt, failure, tooLarge } from './ffmpeg-failure.ts';
import { compose, type FfmpegJob, type InputFormat, inputGuards } from './ffmpeg-job.ts';
import { runProcess } from './ffmpeg-process.ts';
import { embeddedTool, nativeTool, type ToolFor } from './ffmpeg-tools.ts';
import { shortestStall } from './patience.ts';
import { openWorkFolder } from './work-folder.ts';

export interface RunOptions {
  /** Kills the run; its reason is thrown. */
  signal?: AbortSignal;
  /** Told now and then how far the run has come, 0 to 1; only when the job says what is `expected`. */
  onProgress?: (share: number) => void;
}

/** The ffmpeg of this process. */
export interface Ffmpeg {
  /** `given` by the environment, the `system`'s own, or `embedded` WebAssembly. */
  source: 'given' | 'system' | 'embedded';
  version: string;
  capabilities: Capabilities;
  /** What a person should know of it, and can do about it; sentences. */
  notes: string[];
  /**
   * Runs a job. Answers the last of what ffmpeg said.
   *
   * @throws MediaError `media_corrupt`, `media_timeout`, `media_too_large`, `media_missing`; an abort's reason; an Error for
   *   faults that are not the file's
   */
  run(job: FfmpegJob, options?: RunOptions): Promise<{ log: string }>;
  /**
   * What ffprobe says of a file's format, streams and chapters: its JSON, of which nothing has been checked.
   *
   * @throws as `run`
   */
  probe(path: string, format: InputFormat, options?: { signal?: AbortSignal; timeout?: number }): Promise<unknown>;
}

interface Paths {
  ffmpegPath?: string | undefined;
  ffprobePath?: string | undefined;
}

const opened = new Map<string, Promise<Ffmpeg>>();

/**
 * The ffmpeg to use: the one at `ffmpegPath`, else the system's if it is version 5 or later and can do what podcasts and films
 * need, else the embedded one. Found out once in a process for the same paths; nothing is loaded before.
 *
 * @throws Error when there is no usable ffmpeg at a path that was given
 */
export function openFfmpeg(paths: Paths = {}): Promise<Ffmpeg> {
  const key = JSON.stringify([paths.ffmpegPath, paths.ffprobePath]);
  let found = opened.get(key);
  if (!found) {
    found = find(paths);
    opened.set(key, found);
    // What is missing may be there the next time.
    found.catch(() => opened.delete(key));
  }
  return found;
}

const install =
  'To make it about seven times faster, install ffmpeg 5 or later (on Debian and Ubuntu with apt install ffmpeg, on a Mac with brew install ffmpeg) and start Mobilise again.';

async function find({ ffmpegPath, ffprobePath }: Paths): Promise<Ffmpeg> {
  const ffmpeg = ffmpegPath ?? 'ffmpeg';
  const beside = ffmpegPath && isAbsolute(ffmpegPath) ? join(dirname(ffmpegPath), 'ffprobe') : 'ffprobe';
  const tools = { ffmpeg: nativeTool(ffmpeg), ffprobe: nativeTool(ffprobePath ?? beside) };
  const asked = await ask(tools);
  const given = ffmpegPath !== undefined;
  if (asked && suffices(asked.capabilities) && (given || asked.major >= oldest)) {
    const { version, capabilities } = asked;
    const source = given ? 'given' : 'system';
    return { source, version, capabilities, notes: shortcomings(capabilities), ...using(tools) };
  }
  if (given)
    throw new Error(
      asked
        ? `The ffmpeg at ${ffmpegPath} cannot encode MP3, AAC and H.264 or cannot measure loudness. Name another in FFMPEG_PATH, or none.`
        : `There is no working ffmpeg and ffprobe at ${ffmpegPath}. Name another in FFMPEG_PATH and FFPROBE_PATH, or none.`,
    );
  if (!asked) return embeddedFfmpeg();
  return embeddedFfmpeg(
    asked.major < oldest
      ? `its ffmpeg is version ${asked.version}, and 5 or later is needed`
      : 'its ffmpeg cannot encode MP3, AAC and H.264',
  );
}

/**
 * The WebAssembly ffmpeg that comes with Mobilise.
 *
 * @param why it is used, for people
 */
export function embeddedFfmpeg(why = 'no ffmpeg is installed'): Ffmpeg {
  return {
    source: 'embedded',
    version: '5.1.4',
    capabilities: embeddedCapabilities,
    notes: [`Video will be slow on this machine, because ${why}: the built-in one is used. ${install}`],
    ...using({ ffmpeg: embeddedTool('ffmpeg'), ffprobe: embeddedTool('ffprobe') }),
  };
}

/** What we need of the command line came with version 5. */
const oldest = 5;

/** Version and capabilities, or nothing where a program is missing or does not work. Builds from git have no number: new. */
async function ask(tools: Record<'ffmpeg' | 'ffprobe', ToolFor>) {
  const say = async (tool: ToolFor, option: string) => {
    const chunks: Buffer[] = [];
    const ended = await inFolder((cwd) =>
      runProcess(tool({ inputs: [], outputs: [], timeout: asking }), ['-hide_banner', option], {
        ...{ cwd, timeout: asking, maxBytes: 0 },
        onOutput: (chunk) => chunks.push(chunk),
      }),
    );
    if (ended.code !== 0) throw new Error(ended.log);
    return Buffer.concat(chunks).toString();
  };
  try {
    const [said, encoders, decoders, filters] = await Promise.all([
      ...['-version', '-encoders', '-decoders', '-filters'].map((option) => say(tools.ffmpeg, option)),
      say(tools.ffprobe, '-version'),
    ]);
    const version = /^ffmpeg version (\S+)/.exec(said ?? '')?.[1] ?? 'unknown';
    const major = Number(/^n?(\d+)\./.exec(version)?.[1] ?? Number.POSITIVE_INFINITY);
    const lists = { encoders: encoders ?? '', decoders: decoders ?? '', filters: filters ?? '' };
    return { version, major, capabilities: capabilitiesFrom(lists) };
  } catch {
    return undefined;
  }
}

/** Seconds for a question about the program itself, and for one about a file. */
const asking = 20;
const probing = 30;
/** Bytes of an answer about a file: 16 streams and hundreds of chapters take some 200 kB, and tags may hold whatever a file likes. */
const longestAnswer = 8_000_000;

function using(tools: Record<'ffmpeg' | 'ffprobe', ToolFor>): Pick<Ffmpeg, 'run' | 'probe'> {
  return {
    run: (job, { signal, onProgress } = {}) =>
      inFolder(async (cwd) => {
        for (const [name, data] of Object.entries(job.files ?? {})) await writeFile(join(cwd, basename(name)), data);
        const read = job.inputs.flatMap((input) => ('path' in input ? [input.path] : []));
        await mustExist(read);
        const inputs = read.filter(isAbsolute);
        const stream = job.inputs.flatMap((input) => ('stream' in input ? [input.stream] : []))[0];
        const outputs = job.outputs.flatMap((output) => ('path' in output ? [output.path] : []));
        const take = job.outputs.flatMap((output) => ('take' in output ? [output.take] : []))[0];
        const { expected, timeout, maxBytes, stall = shortestStall } = job;
        const gotFurther = following();
        const tool = tools.ffmpeg({ inputs, outputs, timeout });
        let log = '';
        await runWithFluent(compose(job), async (args) => {
          const ended = await runProcess(tool, args, {
            ...{ cwd, timeout, maxBytes, signal, input: stream, onOutput: take },
            stall: stall + maxBytes / slowestDisk,
            onLine: (line) => {
              if (expected && onProgress) report(line, expected, onProgress);
              return gotFurther(line);
            },
          });
          if (ended.code !== 0 || ended.late || ended.stalled) throw failure(ended);
          log = ended.log;
        });
        // ffmpeg stops at -fs without a word.
        for (const path of outputs) if ((await stat(path)).size >= maxBytes) throw tooLarge(log);
        return { log };
      }),

    probe: (path, format, { signal, timeout = probing } = {}) =>
      inFolder(async (cwd) => {
        await mustExist([path]);
        const chunks: Buffer[] = [];
        let bytes = 0;
        const gather = (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > longestAnswer) throw corrupt('Its header holds more than any recording has to say');
          chunks.push(chunk);
        };
        const wanted = ['-show_format', '-show_streams', '-show_chapters', '-print_format', 'json'];
        const tool = tools.ffprobe({ inputs: [path], outputs: [], timeout });
        const args = ['-hide_banner', '-v', 'error', '-threads', '1', ...wanted, ...inputGuards(format), path];
        const ended = await runProcess(tool, args, {
          ...{ cwd, timeout, maxBytes: 0, signal, onOutput: gather },
        });
        const answer = parse(Buffer.concat(chunks).toString());
        if (ended.code !== 0 || ended.late || !answer) throw failure(ended);
        return answer;
      }),
  };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await using folder = await openWorkFolder('ffmpeg');
  return await work(folder.path);
}

async function mustExist(paths: string[]): Promise<void> {
  for (const path of paths.filter(isAbsolute)) {
    try {
      await stat(path);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      throw new MediaError('media_missing', 'This file is no longer here. Upload it again.', { cause: error });
    }
  }
}

/** Bytes a second: an index is brought to the front by writing the whole file again, of which ffmpeg says nothing. */
const slowestDisk = 20_000_000;

/** Tells of each line of `-progress` whether it says more than the last of its name. Its speed changes with the clock alone. */
function following(): (line: string) => boolean {
  const said = new Map<string, string>();
  return (line) => {
    const [, name, value] = /^(frame|out_time_us|total_size)=(\d+)/.exec(line) ?? [];
    if (name === undefined || value === undefined || said.get(name) === value) return false;
    said.set(name, value);
    return true;
  };
}

function report(line: string, expected: number, onProgress: (share: number) => void): void {
  const done = /^out_time_us=(\d+)/.exec(line)?.[1];
  if (done) onProgress(Math.min(1, Number(done) / 1000 / expected));
}

/** An answer that names no format is none. */
function parse(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'format' in answer ? answer : undefined;
  } catch {
    return undefined;
  }
}
