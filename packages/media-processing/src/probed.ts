import { corrupt } from './ffmpeg-failure.ts';

export interface AudioStream {
  codec: string;
  channels: number;
  /** Hertz. */
  sampleRate: number;
}

export interface VideoStream {
  codec: string;
  /** Pixels as shown: after the rotation in the file has been applied, and pixels that are not square were made so. */
  width: number;
  height: number;
  /** Whether pixels are square as they are stored. */
  square: boolean;
  /** As ffmpeg names it: `yuv420p` … */
  pixelFormat: string;
  interlaced: boolean;
  /** Frames a second, on average. */
  fps: number;
  /** Whether frames are evenly spaced, as far as the header tells. */
  steady: boolean;
  /** Degrees clockwise by which players turn it: 0, 90, 180 or 270. */
  rotation: number;
  /** Colours beyond the ordinary, which have to be mapped for most screens (HDR10, HLG). */
  hdr: boolean;
}

/** What a header claims. */
export interface Described {
  streams: number;
  audio?: AudioStream;
  video?: VideoStream;
  /** Milliseconds, where the header says. */
  claimed?: number;
  /** Chapters of its own, as its tags have them. */
  chapters: FoundChapter[];
}

/** Where a chapter starts, in milliseconds, and what it is called; neither has been checked further. */
export interface FoundChapter {
  start: number;
  title: string;
}

/** Chapters that are read of a file: more than any podcast has. */
const mostChapters = 1000;

type Raw = Record<string, unknown>;

/** Transfer curves of HDR10 and of HLG. */
const hdrTransfers = new Set(['smpte2084', 'arib-std-b67']);

/**
 * The answer of ffprobe, read with suspicion: its form is ffprobe's, but every number in it is the file's. A picture that is
 * attached, such as a cover, is no film.
 *
 * @throws MediaError `media_corrupt` when it is no such answer
 */
export function describe(answer: unknown): Described {
  const { format, streams, chapters } = raw(answer);
  if (!Array.isArray(streams)) throw corrupt('ffprobe found no streams');
  const all = streams.map(raw);
  const sound = all.find(({ codec_type }) => codec_type === 'audio');
  const film = all.find(({ codec_type, disposition }) => codec_type === 'video' && raw(disposition).attached_pic !== 1);
  const claimed = number(raw(format).duration) * 1000;
  return {
    streams: all.length,
    ...(sound && { audio: audioOf(sound) }),
    ...(film && { video: videoOf(film) }),
    ...(claimed > 0 && { claimed: Math.round(claimed) }),
    chapters: (Array.isArray(chapters) ? chapters : []).slice(0, mostChapters).map(chapterOf),
  };
}

function chapterOf(value: unknown): FoundChapter {
  const { start_time, tags } = raw(value);
  return { start: Math.round(number(start_time) * 1000), title: String(raw(tags).title ?? '') };
}

function audioOf(stream: Raw): AudioStream {
  const [channels, sampleRate] = [number(stream.channels), number(stream.sample_rate)];
  if (channels < 1 || sampleRate < 1) throw corrupt('Its sound has no channels or no rate');
  return { codec: String(stream.codec_name ?? 'unknown'), channels, sampleRate };
}

function videoOf(stream: Raw): VideoStream {
  const [width, height] = [number(stream.width), number(stream.height)];
  if (width < 1 || height < 1) throw corrupt('Its pictures have no size');
  const sides = Array.isArray(stream.side_data_list) ? stream.side_data_list.map(raw) : [];
  // The matrix turns against the clock, the older tag with it.
  const matrix = sides.map(({ rotation }) => -number(rotation)).find((degrees) => degrees !== 0);
  const rotation = (((matrix ?? number(raw(stream.tags).rotate)) % 360) + 360) % 360;
  const upright = rotation % 180 === 0;
  const aspect = ratio(stream.sample_aspect_ratio, ':') || 1;
  const shown = Math.max(1, Math.round(width * aspect));
  const [average, base] = [ratio(stream.avg_frame_rate), ratio(stream.r_frame_rate)];
  return {
    codec: String(stream.codec_name ?? 'unknown'),
    width: upright ? shown : height,
    height: upright ? height : shown,
    square: aspect === 1,
    pixelFormat: String(stream.pix_fmt ?? 'unknown'),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(String(stream.field_order)),
    fps: average || base,
    steady: average > 0 && Math.abs(average - base) < base * 0.001,
    rotation,
    hdr: hdrTransfers.has(String(stream.color_transfer)),
  };
}

function raw(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : {};
}

/** 0 for what is no number. */
function number(value: unknown): number {
  const found = Number(value ?? 0);
  return Number.isFinite(found) ? found : 0;
}

/** `30000/1001` → 29.97; 0 for `0/0`. */
function ratio(value: unknown, sign = '/'): number {
  const [over, under] = String(value ?? '')
    .split(sign)
    .map(Number);
  return over && under ? over / under : 0;
}
