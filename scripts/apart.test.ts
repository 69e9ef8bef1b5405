import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apart, together } from '../vitest.config.ts';

const cwd = join(import.meta.dirname, '..');

it('the tests that put something else in the place of a module, and no others, run in a process of their own', () => {
  const tests = globSync(together, { cwd, exclude: ['**/node_modules/**'] });
  const replacing = tests.filter((name) => /\bvi\.(mock|doMock)\(/.test(readFileSync(join(cwd, name), 'utf8')));
  expect(replacing.sort()).toEqual(globSync(apart, { cwd }).sort());
});
