import { z } from 'zod';

/** As audiowaveform writes it, version 2: the lowest and the highest sample of each stretch, in turn. */
const peaksFile = z.object({
  version: z.literal(2),
  channels: z.literal(1),
  sample_rate: z.number().positive(),
  samples_per_pixel: z.number().positive(),
  bits: z.union([z.literal(8), z.literal(16)]),
  length: z.number().int().min(0),
  data: z.array(z.number()),
});

/** How loud a recording is along its time. */
export interface Peaks {
  /** Milliseconds that one point stands for. */
  step: number;
  /** The greater of both directions for each point, 0 to 1. */
  levels: Float32Array;
}

/** Reads a peaks file; throws a ZodError when it is none. */
export function readPeaks(file: unknown): Peaks {
  const { sample_rate, samples_per_pixel, bits, length, data } = peaksFile.parse(file);
  const full = 2 ** (bits - 1);
  const levels = Float32Array.from({ length: Math.min(length, Math.floor(data.length / 2)) }, (_, index) =>
    Math.min(1, Math.max(-(data[index * 2] ?? 0), data[index * 2 + 1] ?? 0) / full),
  );
  return { step: (samples_per_pixel / sample_rate) * 1000, levels };
}

/** The loudest point of each of `count` equal stretches between two times (milliseconds), 0 to 1; 0 beyond the ends. */
export function columnsOf({ step, levels }: Peaks, from: number, to: number, count: number): Float32Array {
  const width = (to - from) / count;
  return Float32Array.from({ length: count }, (_, column) => {
    const first = Math.floor((from + column * width) / step);
    const last = Math.max(first + 1, Math.floor((from + (column + 1) * width) / step));
    let loudest = 0;
    for (let at = Math.max(0, first); at < Math.min(last, levels.length); at += 1)
      loudest = Math.max(loudest, levels[at] as number);
    return loudest;
  });
}

/**
 * The columns as the outline of a shape for SVG, `count` wide and 2 high, mirrored about 1. Loud speech fills it: the loudest
 * point of the whole recording reaches the edge. What is silent is a hairline.
 */
export function outlineOf(columns: Float32Array, loudest: number): string {
  const scale = loudest > 0 ? 0.96 / loudest : 0;
  const round = (value: number) => Math.round(value * 1000) / 1000;
  const half = (column: number) => Math.max(0.012, (columns[column] ?? 0) * scale);
  const top = Array.from(columns, (_, x) => `V${round(1 - half(x))}H${x + 1}`);
  const bottom = Array.from(columns, (_, at) => {
    const x = columns.length - 1 - at;
    return `V${round(1 + half(x))}H${x}`;
  });
  return columns.length === 0 ? '' : `M0 1${top.join('')}${bottom.join('')}Z`;
}
