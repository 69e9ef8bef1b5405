import { expect, test } from 'vitest';
import { createMeter } from './waveform.ts';

test('a meter comes to an end where there are fewer samples than points in a second', () => {
  const meter = createMeter({ channels: 1, sampleRate: 4 });
  meter.take(Buffer.from(Float32Array.of(0.5, -0.25, 0).buffer));
  const { samples, lowest, highest } = meter.end();
  expect({ samples, lowest: [...lowest], highest: [...highest] }).toEqual({
    samples: 3,
    lowest: [0, -0.25, 0],
    highest: [0.5, 0, 0],
  });
});
