import type { FfmpegInput, FfmpegJob } from './ffmpeg-job.ts';
import type { VideoStream } from './probed.ts';
import {
  copiedRate,
  type Film,
  type FilmPlacement,
  type FilmRendition,
  type PosterRendition,
  perSecond,
} from './video.ts';

/** What lies over the pictures of a film: a file of cards (caption-cards.ts), and where. */
export interface Overlay {
  path: string;
  left: number;
  top: number;
}

export interface FilmParts {
  /** Sound that is ready, as AAC in an m4a; without it the film's own is encoded as it is. */
  sound?: string | undefined;
  cards?: Overlay | undefined;
  /** Whether this ffmpeg can turn HDR into ordinary colours. */
  toneMapping: boolean;
}

/** A job but for the time that it may take. */
type Unhurried = Omit<FfmpegJob, 'timeout'>;

/** Bits a second of the sound in a film. */
const soundRate = 128_000;

/** The arguments that make one film. */
export function filmJob(
  film: Film,
  made: FilmRendition,
  to: string,
  { sound, cards, toneMapping }: FilmParts,
): Unhurried {
  const { start, end } = made.span;
  const seconds = (end - start) / 1000;
  const inputs: FfmpegInput[] = [{ path: film.path, format: film.format, args: part(made.span) }];
  const ready = sound ? inputs.push({ path: sound, format: 'mov' }) - 1 : undefined;
  const over = cards ? inputs.push({ path: cards.path, format: 'matroska' }) - 1 : undefined;
  const filters = made.copy
    ? undefined
    : `[0:V:0]${picture(film.video, made, toneMapping)}${cards ? `[film];[film][${over}:v]overlay=${cards.left}:${cards.top},format=yuv420p` : ''}[v]`;
  const { crf, maxrate, preset } = made.encoding;
  return {
    inputs,
    ...(filters && { filters }),
    outputs: [
      {
        path: to,
        args: [
          ...(filters
            ? [
                ...['-map', '[v]', '-c:v', 'libx264', '-preset', preset, '-crf', String(crf), '-pix_fmt', 'yuv420p'],
                ...['-maxrate', String(maxrate), '-bufsize', String(2 * maxrate)],
                // A place to jump to every two seconds.
                ...['-g', String(Math.round(2 * perSecond(made.rate)))],
              ]
            : ['-map', '0:V:0', '-c:v', 'copy']),
          ...soundArgs(made, ready),
          ...['-t', String(seconds), '-sn', '-dn', ...container],
        ],
      },
    ],
    ...{ seconds: seconds + 1, expected: end - start },
    maxBytes:
      1_000_000 + Math.ceil(((made.copy ? 1.5 * copiedRate : maxrate * 1.5 + 2 * soundRate) / 8) * (seconds + 1)),
  };
}

/** The index stands at the front, and nothing says when, where or with what it was made. */
const container = ['-movflags', '+faststart', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-f', 'mp4'];

function soundArgs({ sound }: FilmRendition, ready: number | undefined): string[] {
  if (sound === 'none') return ['-an'];
  if (ready !== undefined) return ['-map', `${ready}:a:0`, '-c:a', 'copy'];
  return ['-map', '0:a:0', '-c:a', 'aac', '-b:a', String(soundRate), '-ac', '2', '-ar', '44100'];
}

/** Reads from a time on; ffmpeg decodes from the key frame before it and leaves out what comes first, exactly. */
function part({ start, end }: { start: number; end: number }): string[] {
  return [...(start > 0 ? ['-ss', String(start / 1000)] : []), '-t', String((end - start) / 1000)];
}

/** The chain of filters between the pictures of the original and those of the film. ffmpeg has turned them upright. */
function picture(video: VideoStream, { width, height, placement, rate }: FilmRendition, toneMapping: boolean): string {
  const chain = [
    ...(video.interlaced ? ['yadif=deint=interlaced'] : []),
    // From the start on, should the sound begin before the pictures.
    `fps=${rate}:start_time=0`,
    ...(video.square ? [] : [`scale=${video.width}:${video.height}`, 'setsar=1']),
    ...(placement.how === 'crop' ? [crop(placement)] : []),
  ];
  const colours = video.hdr && toneMapping ? [toneMap] : [];
  if (placement.how !== 'pad')
    return [...chain, `scale=${width}:${height}:out_range=tv`, 'setsar=1', ...colours, 'format=yuv420p'].join(',');
  const { inner, ground } = placement;
  const shown = [`scale=${inner.width}:${inner.height}:out_range=tv`, 'setsar=1', ...colours, 'format=yuv420p'];
  const [left, top] = [middle(width - inner.width), middle(height - inner.height)];
  if (ground === 'black') return [...chain, ...shown, `pad=${width}:${height}:${left}:${top}`].join(',');
  return [
    [...chain, ...shown, 'split[whole][small]'].join(','),
    `[small]${blurred(width, height)}[ground]`,
    `[ground][whole]overlay=${left}:${top},format=yuv420p`,
  ].join(';');
}

const crop = ({ region }: Extract<FilmPlacement, { how: 'crop' }>) =>
  `crop=${region.width}:${region.height}:${region.left}:${region.top}`;

/** Blurred at an eighth of its size, darker and with half its colour: cheap, and nobody takes it for the film. */
function blurred(width: number, height: number): string {
  const [w, h] = [Math.max(2, Math.round(width / 16) * 2), Math.max(2, Math.round(height / 16) * 2)];
  return [
    `scale=${w}:${h}:force_original_aspect_ratio=increase`,
    `crop=${w}:${h}`,
    'gblur=sigma=4',
    'lutyuv=y=val*0.5:u=(val+128)/2:v=(val+128)/2',
    `scale=${width}:${height}:flags=bicubic`,
    'setsar=1',
  ].join(',');
}

const middle = (room: number) => 2 * Math.round(room / 4);

/** HDR10 and HLG to BT.709. Hable keeps detail in what is bright; 100 nits is where screens are white. */
const toneMap =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv';

/** Seconds of a film in which its poster is looked for, and how far in that begins. */
const posterWindow = 20;
const posterStart = 0.1;

/** The arguments that take a still, as PNG: the embedded ffmpeg crashes in its JPEG encoder. */
export function posterJob(film: Film, made: PosterRendition, to: string, toneMapping: boolean): Unhurried {
  const { start, end } = made.span;
  const last = Math.max(start, end - 100);
  const at = made.at === 'chosen' ? start + (end - start) * posterStart : Math.min(Math.max(made.at, start), last);
  const chosen = made.at === 'chosen' ? ['fps=2', `thumbnail=${2 * posterWindow}`] : [];
  const { video } = film;
  const colours = video.hdr && toneMapping ? [toneMap] : [];
  const chain = [`scale=${made.width}:${made.height}`, 'setsar=1', ...colours, 'format=rgb24'];
  const length = made.at === 'chosen' ? Math.min(posterWindow, Math.max(0.1, (end - at) / 1000)) : 1;
  return {
    inputs: [{ path: film.path, format: film.format, args: ['-ss', String(at / 1000), '-t', String(length)] }],
    filters: `[0:V:0]${[...chosen, ...chain].join(',')}[still]`,
    outputs: [{ path: to, args: ['-map', '[still]', '-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe'] }],
    ...{ seconds: posterWindow + 1, maxBytes: 20_000_000 },
  };
}
