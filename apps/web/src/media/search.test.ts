import { expect, test } from 'vitest';
import { isSameSearch } from './search.ts';

test('a screen is the same while the same upload is open among the same ones', () => {
  expect(isSameSearch({ kind: 'audio' }, { kind: 'audio', asset: undefined })).toBe(true);
  expect(isSameSearch({}, { asset: '019ac000-0000-7000-8000-000000000001' })).toBe(false);
  expect(isSameSearch({}, { search: 'harbour' })).toBe(false);
  expect(isSameSearch(null, {})).toBe(false);
});
