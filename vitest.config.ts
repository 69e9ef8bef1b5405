import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Forks, not threads: tests start servers, send signals and load native image code.
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.{ts,tsx}',
            'bench/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          globalSetup: ['scripts/vitest-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['scripts/vitest-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Journeys share two cores with a browser; one at a time is faster and steadier.
          fileParallelism: false,
        },
      },
    ],
  },
});
