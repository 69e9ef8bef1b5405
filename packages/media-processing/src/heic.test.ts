import { describe, expect, test, vi } from 'vitest';

const file = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');

describe('a HEIC photo', () => {
  test('is what the decoder says it is: read where it can be, refused where not', async () => {
    const { readsHeic } = await import('./heic.ts');
    const { default: sharp } = await import('sharp');
    // The build from npm says by the endings it names that it has AV1 alone.
    expect(await readsHeic()).toBe(sharp.format.heif.input.fileSuffix?.includes('.heic') ?? false);
  });

  test('is refused with what to do where it cannot be read', async () => {
    vi.resetModules();
    vi.doMock('./heic.ts', () => ({ readsHeic: async () => false }));
    const { sniff } = await import('./sniff.ts');
    await expect(sniff(file, 'image/heic')).rejects.toMatchObject({
      code: 'media_type_unsupported',
      detail: expect.stringMatching(/HEIC.*JPEG/),
    });
  });

  test.each(['image/heic', 'image/heif', 'application/octet-stream', undefined])(
    'is accepted where it can, claimed as %s',
    async (claim) => {
      vi.resetModules();
      vi.doMock('./heic.ts', () => ({ readsHeic: async () => true }));
      const { sniff } = await import('./sniff.ts');
      expect(await sniff(file, claim)).toEqual({ mime: 'image/heic', kind: 'image' });
    },
  );
});
