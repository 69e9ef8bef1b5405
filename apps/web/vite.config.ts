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

export default defineConfig({
  plugins: [englishOnly(), react(), tailwind()],
  build: {
    manifest: true,
    // Evergreen browsers of the last two years: `light-dark()` and nesting go out as written.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // The content security policy allows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
  },
  server: {
    port: 4401,
    proxy: { '/api': api, '/media': api, '/news': api },
  },
});
