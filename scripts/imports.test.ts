import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** `posts` for src/posts/send.ts; undefined for a file directly in src, which every noun may import. */
const nounOf = (source: string, file: string) => {
  const [noun, ...rest] = relative(source, file).split(sep);
  return rest.length > 0 ? noun : undefined;
};

/** Imports of one noun's folder from another's, as "from → to". */
function strayImports(app: string): string[] {
  const source = join(root, 'apps', app, 'src');
  return globSync('*/**/*.{ts,tsx}', { cwd: source }).flatMap((name) => {
    const file = join(source, name);
    const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
    return [...imports]
      .map(([, path = '']) => join(dirname(file), path))
      .filter((target) => ![undefined, nounOf(source, file)].includes(nounOf(source, target)))
      .map((target) => `${name} → ${relative(source, target)}`);
  });
}

// Biome checks which package may import which; that a noun leaves other nouns alone it cannot express.
describe.each(['api', 'publisher'])('in apps/%s', (app) => {
  it('no noun imports another: what two of them share moves up into src or down into a package', () => {
    expect(strayImports(app)).toEqual([]);
  });
});
