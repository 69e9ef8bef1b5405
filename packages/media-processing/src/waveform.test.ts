import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMeter } from './waveform.ts';

/** What a meter says of interleaved samples that come in pieces of so many bytes. */
function measured(samples: readonly number[], channels: 1 | 2, pieces: readonly number[] = [], sampleRate = 100) {
  const meter = createMeter({ channels, sampleRate });
  const bytes = Buffer.from(Float32Array.from(samples).buffer);
  let from = 0;
  for (const piece of pieces) {
    meter.take(Buffer.from(bytes.subarray(from, from + piece)));
    from += piece;
  }
  meter.take(bytes.subarray(from));
  const { lowest, highest, ...rest } = meter.end();
  return { ...rest, lowest: [...lowest], highest: [...highest] };
}

test('a meter comes to an end where there are fewer samples than points in a second', () => {
  expect(measured([0.5, -0.25, 0], 1, [], 4)).toMatchObject({
    samples: 3,
    lowest: [0, -0.25, 0],
    highest: [0.5, 0, 0],
  });
});

test('in whatever pieces samples come, they show the same', () => {
  const sample = fc.oneof(fc.constantFrom(1, -1, 0), fc.double({ min: -1, max: 1, noNaN: true }));
  const pieces = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 160 }), fc.constantFrom(1, 2), pieces, (samples, channels, cuts) => {
      const whole = samples.slice(0, samples.length - (samples.length % channels));
      expect(measured(whole, channels, cuts)).toEqual(measured(whole, channels));
    }),
  );
});

test('three samples at full scale are clipped, once however many follow', () => {
  const samples = [0, 1, 1, 0, -1, -1, -1, -1, 0.5, 1, 1, 1];
  expect(measured(samples, 1).clipped).toEqual({ count: 2, first: 0.06 });
});

test('the true peak is between samples, also where the samples alone are lower than what was before', () => {
  // A quarter of the rate, met at 45°: no sample is higher than 0.707, the curve through them reaches 1.
  const tone = Array.from({ length: 400 }, (_, at) => Math.sin((Math.PI / 2) * at + Math.PI / 4));
  const flat = Array.from({ length: 400 }, () => 0.75);
  for (const samples of [tone, [...flat, ...tone], [...flat, ...tone, ...flat]])
    expect(measured(samples, 1).truePeak).toBeCloseTo(1, 1);
});
