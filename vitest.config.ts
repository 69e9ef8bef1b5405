import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** Files that put something else in the place of a module, which whoever comes after them in the same process would get too. */
export const apart = [
  'packages/channels/src/{linkedin,mastodon,mastodon-after}.test.ts',
  'packages/media-processing/src/heic.test.ts',
  'apps/web/src/media/uploading.test.ts',
];
/** All tests but the journeys, each of which has a process of its own. */
export const together = [
  'packages/*/src/**/*.test.ts',
  'apps/*/src/**/*.test.{ts,tsx}',
  '{bench,fuzz,scripts}/**/*.test.ts',
];
/** Long, because what is awaited may be slow on a busy machine: no test passes or fails by how long something takes. */
const patience = { testTimeout: 120_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    // Forks, not threads: tests start servers, send signals and load native image code.
    pool: 'forks',
    // As many as there are cores: much of a test's time is the database's, a browser's or a clock's.
    maxWorkers: '100%',
    globalSetup: ['scripts/vitest-setup.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          // A process takes one file after the other: to load what they import is half the work of most of them. So a file leaves
          // nothing behind: no variable of the environment, no global, no clock.
          isolate: false,
          include: together,
          exclude: [...configDefaults.exclude, ...apart],
          ...patience,
        },
      },
      { test: { name: 'unit-apart', include: apart, ...patience } },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/setup.ts'],
          // A journey waits half of its time: for a minute to come, for words to be saved, for a page to be drawn.
          maxWorkers: Math.ceil(1.5 * availableParallelism()),
          sequence: { groupOrder: 1 },
          ...patience,
          testTimeout: 400_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
