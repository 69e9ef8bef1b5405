import { expect, test } from 'vitest';
import { fingerprintOf, readUnfinished } from './unfinished.ts';

const place = { workspaceId: 'hospice', userId: 'amira' };
const now = Date.parse('2026-11-27T12:00:00Z');

/** The browser's storage, with entries as tus-js-client writes them. */
function storageOf(entries: Record<string, unknown>): Storage {
  const storage = Object.create({
    getItem: (key: string) => storage[key] ?? null,
    removeItem: (key: string) => void delete storage[key],
  }) as Storage & Record<string, string>;
  for (const [key, value] of Object.entries(entries)) storage[key] = JSON.stringify(value);
  return storage;
}
const begun = (over: object = {}) => ({
  size: 5000,
  metadata: { filename: 'talk.wav', filetype: 'audio/wav' },
  creationTime: 'Fri Nov 27 2026 11:00:00 GMT+0000',
  uploadUrl: '/api/v1/workspaces/hospice/uploads/1',
  ...over,
});
const talk = { name: 'talk.wav', size: 5000, lastModified: 77 };

test('an upload that was interrupted is found again, and knows its file', () => {
  const storage = storageOf({ [`tus::${fingerprintOf(place, talk)}::123`]: begun() });
  const [found] = readUnfinished(place, storage, now);
  expect(found).toMatchObject({ name: 'talk.wav', size: 5000, url: '/api/v1/workspaces/hospice/uploads/1' });
  expect(found?.fingerprint).toBe(fingerprintOf(place, talk));
  expect(found?.fingerprint).not.toBe(fingerprintOf(place, { ...talk, lastModified: 78 }));
});
test('those of somebody else, or of another workspace, are not shown', () => {
  const others = [
    { ...place, userId: 'ben' },
    { ...place, workspaceId: 'clinic' },
  ];
  const storage = storageOf(Object.fromEntries(others.map((one) => [`tus::${fingerprintOf(one, talk)}::1`, begun()])));
  expect(readUnfinished(place, storage, now)).toEqual([]);
  expect(Object.keys(storage)).toHaveLength(2);
});
test('one that the server has forgotten, or that cannot be read, is forgotten here too', () => {
  const key = `tus::${fingerprintOf(place, talk)}::`;
  const storage = storageOf({
    [`${key}1`]: begun({ creationTime: 'Thu Nov 26 2026 11:00:00 GMT+0000' }),
    [`${key}2`]: begun({ uploadUrl: null }),
    [`${key}3`]: 'nonsense',
  });
  expect(readUnfinished(place, storage, now)).toEqual([]);
  expect(Object.keys(storage)).toEqual([]);
});
