import { cleanUpAll } from './clean-up.ts';
import { runMain } from './main/main.ts';
import { runMedia } from './media/media.ts';
import { runPublishing } from './publishing/publishing.ts';

/** Suites by name; each answers whether every figure could be measured and nothing did wrong. */
const suites: Record<string, (figures: readonly string[]) => Promise<boolean>> = {
  main: runMain,
  media: runMedia,
  publishing: runPublishing,
};

const [name = '', ...figures] = process.argv.slice(2);
const suite = suites[name];
if (!suite) {
  console.error(
    `Name a suite: ${Object.keys(suites).join(', ')}. After it, figures to measure; all when none is named.`,
  );
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUpAll().finally(() => process.exit(130)));

const measured = await suite(figures).finally(cleanUpAll);
process.exit(measured ? 0 : 1);
