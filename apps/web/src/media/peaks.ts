import { z } from 'zod';

/**
 * How loud a recording is over its length, as the peaks file says it (the JSON of audiowaveform): lowest and highest sample of
 * each stretch, one after the other, in `bits` bits.
 */
export const peaksFile = z.object({
  bits: z.number().int().default(8),
  channels: z.number().int().default(1),
  data: z.array(z.number()),
});
export type PeaksFile = z.infer<typeof peaksFile>;

/** The loudest of each of so many equal stretches, 0 to 1; the loudest of all is 1 unless there is only silence. */
export function columnsOf({ data, bits }: PeaksFile, columns: number): number[] {
  const pairs = Math.floor(data.length / 2);
  const loudest = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * pairs) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * pairs) / columns));
    let most = 0;
    for (let at = from; at < Math.min(to, pairs); at++)
      most = Math.max(most, Math.abs(data[2 * at] ?? 0), Math.abs(data[2 * at + 1] ?? 0));
    return most / 2 ** (bits - 1);
  });
  const scale = Math.max(...loudest, 0.05);
  return loudest.map((value) => Math.min(1, value / scale));
}
