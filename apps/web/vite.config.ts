import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where the API listens while `vite` serves the screens with reload. */
const api = process.env['MOBILISE_API'] ?? 'http://localhost:4400';

/** React Aria carries its own words in 34 languages; the desk speaks English, so the others would only be weight. */
function englishOnly(): Plugin {
  return {
    name: 'english-only',
    enforce: 'pre',
    resolveId(source, importer) {
      const words = /\/intl\/.*\/?([a-z]{2}-[A-Z]{2})\.mjs$/.exec(source);
      if (!words || words[1] === 'en-US' || !importer?.includes('react-')) return null;
      return '\0no-words';
    },
    load: (id) => (id === '\0no-words' ? 'export default {}' : null),
  };
}

/**
 * Each Zod schema carries what no screen asks for, 6 kB of the first page: the means to describe itself as JSON Schema, the bounds
 * it was given, and a memory for values that hold themselves, which nothing read from JSON does.
 * Should a later Zod be written differently, this changes nothing and only the weight comes back.
 */
function leanSchemas(): Plugin {
  return {
    name: 'lean-schemas',
    transform(code, id) {
      if (!id.endsWith('/zod/v4/classic/schemas.js')) return null;
      return code
        .replaceAll(/^\s*inst\._zod\.processJSONSchema = .*;$/gm, '')
        .replaceAll(/createStandardJSONSchemaMethod\(this, "\w+"\)/g, 'undefined')
        .replaceAll('processors.aggregateChecks(inst)', '({})')
        .replace('core.config({ memoizer: core.memoizer() })', 'undefined')
        .replace(
          'return createToJSONSchemaMethod(this, {})(params);',
          'throw new Error("The desk is built without JSON Schema");',
        );
    },
  };
}

/** What routes and fields are for, and what schemas are called, stands in the API's description alone. */
function withoutSummaries(): Plugin {
  return {
    name: 'without-summaries',
    enforce: 'pre',
    transform: (code, id) =>
      id.includes('/packages/contracts/src/')
        ? code
            .replaceAll(/^ {2}summary:\s+('|").*\1,$/gm, '')
            .replaceAll(/\s*\.describe\(\s*'[^']*',?\s*\)/g, '')
            .replaceAll(/\s*\.meta\(\{ id: '\w+' \}\)/g, '')
        : null,
  };
}

const libraries = /node_modules\/(react|react-dom|scheduler|@tanstack|zod|use-sync-external-store)\//;
/** Parts of those that the first screen does without. */
const later = /\/(queriesObserver|useQueries|useBlocker)\.js$/;
const firstScreen =
  /apps\/web\/src\/(app|shell\/shell|identity\/start-page|calendar\/(calendar-page|nothing-planned))\.tsx$/;

export default defineConfig({
  plugins: [englishOnly(), leanSchemas(), withoutSummaries(), react(), tailwind()],
  build: {
    manifest: true,
    // Evergreen browsers of the last two years: `light-dark()` and nesting go out as written.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // The content security policy allows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every screen needs changes only when a library is updated, so it stays in the browser's cache.
            { name: 'base', test: (id) => libraries.test(id) && !later.test(id) },
            // The first screen with all it stands on is one file more, not forty.
            { name: 'desk', test: firstScreen },
          ],
        },
      },
    },
  },
  server: {
    port: 4401,
    proxy: { '/api': api, '/media': api, '/news': api },
  },
});
