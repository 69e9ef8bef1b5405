import { Problem } from '@mobilise/contracts/problems';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announce } from '../ui/announcer.tsx';
import { showNotice } from '../ui/toast.tsx';
import { listUnfinished } from './left-behind.ts';
import type { SendingFile } from './send-file.ts';
import { buildAsset } from './testing.ts';
import { fingerprintOf } from './unfinished.ts';
import { libraryOf, shownBy, trayUploads, uploadStore, uploadsTo } from './upload-store.ts';
import { beginUpload } from './uploading.ts';

vi.mock('../ui/announcer.tsx', () => ({ announce: vi.fn() }));
vi.mock('../ui/toast.tsx', () => ({ showNotice: vi.fn() }));
/** What is being sent, by the name of its file, and whether it goes on. */
const wire = vi.hoisted(() => new Map<string, { told: SendingFile; isGoing: boolean }>());
vi.mock('./send-file.ts', () => ({
  sendFile: (told: SendingFile) => {
    const sent = { told, isGoing: false };
    wire.set(told.file.name, sent);
    const set = (isGoing: boolean) => () => void Object.assign(sent, { isGoing });
    return { start: set(true), pause: set(false), cancel: set(false) };
  },
}));

const ada = { workspaceId: 'hospice', userId: 'ada' };
const library = libraryOf(ada);
const file = (name: string) => new File(['words'], name, { type: 'image/jpeg', lastModified: 77 });
const begin = (name: string, place = ada, owner = libraryOf(place)) =>
  beginUpload(place, file(name), { owner, kinds: ['image'], onDone: () => undefined });
const names = (uploads: readonly { name: string }[]) => uploads.map(({ name }) => name);
const sent = (name: string) => wire.get(name)?.told as SendingFile;

beforeEach(() => vi.stubGlobal('window', new EventTarget()));
afterEach(() => {
  uploadStore.keepOnly(null);
  wire.clear();
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

test('an upload is seen in its own workspace alone', () => {
  begin('film.jpg');
  const clinic = { ...ada, workspaceId: 'clinic' };
  expect(names(trayUploads(ada))).toEqual(['film.jpg']);
  expect(trayUploads(clinic)).toEqual([]);
  const hide = uploadStore.show(libraryOf(clinic));
  expect(shownBy(libraryOf(clinic), clinic)).toEqual([]);
  expect(uploadStore.isShown(library)).toBe(false);
  hide();
});
test('whoever signs in next finds nothing of the person before, and nothing of theirs goes on', () => {
  for (const name of ['one.jpg', 'two.jpg', 'three.jpg', 'waiting.jpg']) begin(name);
  const ben = { ...ada, userId: 'ben' };
  expect(uploadsTo(ben)).toEqual([]);
  uploadStore.keepOnly('ada');
  expect(uploadsTo(ada)).toHaveLength(4);
  uploadStore.keepOnly('ben');
  expect(uploadStore.all()).toEqual([]);
  expect([...wire.values()].filter(({ isGoing }) => isGoing)).toEqual([]);
  begin('bens.jpg', ben);
  expect(wire.get('bens.jpg')?.isGoing).toBe(true);
});
test('a part of the screen shows its own uploads, the library and the tray all others', () => {
  const [picker, gone] = [Symbol('picker'), Symbol('gone')];
  begin('mine.jpg', ada, picker);
  begin('left.jpg', ada, gone);
  const hide = uploadStore.show(picker);
  expect([shownBy(picker, ada), shownBy(library, ada), trayUploads(ada)].map(names)).toEqual([
    ['mine.jpg'],
    ['left.jpg'],
    ['left.jpg'],
  ]);
  hide();
});
test('what arrived is said once nothing is on its way, also where the last one failed or was cancelled', () => {
  const hide = uploadStore.show(library);
  for (const name of ['one.jpg', 'two.jpg', 'three.jpg']) begin(name);
  sent('one.jpg').onDone(buildAsset());
  sent('two.jpg').onDone(buildAsset());
  expect(announce).not.toHaveBeenCalled();
  sent('three.jpg').onFailed(new Problem('media_corrupt', 'It is damaged.'));
  expect(announce).toHaveBeenLastCalledWith('2 files uploaded.');
  uploadsTo(ada)[0]?.retry?.();
  begin('four.jpg');
  sent('four.jpg').onDone(buildAsset());
  uploadsTo(ada)[0]?.cancel();
  expect(announce).toHaveBeenLastCalledWith('Upload of three.jpg cancelled. four.jpg uploaded.');
  hide();
});
test('what happens while no screen shows it is told: a failure by voice, an arrival by a notice', () => {
  begin('one.jpg');
  begin('two.jpg');
  sent('one.jpg').onFailed(new Problem('media_corrupt', 'It is damaged. Save it again.'));
  expect(announce).toHaveBeenLastCalledWith('one.jpg did not arrive. It is damaged. Save it again.');
  sent('two.jpg').onDone(buildAsset());
  expect(showNotice).toHaveBeenCalledWith({ text: 'two.jpg uploaded. You find what you uploaded under Media.' });
});
test('the same file sent twice at a time can be gone on with after the page was loaded again', async () => {
  begin('film.jpg');
  const usual = sent('film.jpg').fingerprint;
  begin('film.jpg');
  const second = sent('film.jpg').fingerprint;
  expect(usual).toBe(fingerprintOf(ada, file('film.jpg')));
  expect(second).not.toBe(usual);
  uploadStore.keepOnly(null);

  const kept = { size: 5, metadata: { filename: 'film.jpg' }, creationTime: new Date().toString(), uploadUrl: '/1' };
  const storage = Object.create({ getItem: () => JSON.stringify(kept) });
  vi.stubGlobal('localStorage', Object.assign(storage, { [`tus::${second}::1`]: '' }));
  await vi.waitFor(async () => {
    // The locks of those that were let go are given back a moment later.
    await listUnfinished(ada, { kinds: ['image'], onDone: () => undefined });
    expect(uploadsTo(ada)).toHaveLength(1);
  });
  const [row] = uploadsTo(ada);
  expect(row?.choose(new File(['other'], 'film.jpg', { lastModified: 78 }))).toContain('was changed');
  expect(row?.choose(file('film.jpg'))).toBeNull();
  expect(sent('film.jpg').fingerprint).toBe(second);
  expect(uploadsTo(ada).map(({ state }) => state)).toEqual(['sending']);
});
