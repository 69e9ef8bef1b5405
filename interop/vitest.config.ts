import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'interop',
    include: ['*.test.ts'],
    // Forks, not threads: the servers load native code.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
