import { Problem } from '@mobilise/contracts/problems';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announce } from '../ui/announcer.tsx';
import { showNotice } from '../ui/toast.tsx';
import { listUnfinished } from './left-behind.ts';
import type { SendingFile } from './send-file.ts';
import { buildAsset } from './testing.ts';
import { fingerprintOf } from './unfinished.ts';
import { batchOf, cancelAll, chooseAgain, goOnWithAll, pauseAll, sayBatch } from './upload-batch.ts';
import { libraryOf, shownBy, trayUploads, type Upload, uploadStore, uploadsTo } from './upload-store.ts';
import { beginUpload } from './uploading.ts';

vi.mock('../ui/announcer.tsx', () => ({ announce: vi.fn() }));
vi.mock('../ui/toast.tsx', () => ({ showNotice: vi.fn() }));
/** What is being sent, by the name of its file, whether it goes on, and how often it began to. */
const wire = vi.hoisted(() => new Map<string, { told: SendingFile; isGoing: boolean; starts: number }>());
vi.mock('./send-file.ts', () => ({
  sendFile: (told: SendingFile) => {
    const sent = { told, isGoing: false, starts: 0 };
    wire.set(told.file.name, sent);
    const stop = () => void Object.assign(sent, { isGoing: false });
    const start = () => void Object.assign(sent, { isGoing: true, starts: sent.starts + 1 });
    return { start, pause: stop, cancel: stop };
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
  sent('three.jpg').onFailed(new Problem('quota_exceeded', 'There is no room.'));
  expect(announce).toHaveBeenLastCalledWith('2 files uploaded.');
  uploadsTo(ada)[0]?.retry?.();
  begin('four.jpg');
  sent('four.jpg').onDone(buildAsset());
  uploadsTo(ada)[0]?.cancel();
  expect(announce).toHaveBeenLastCalledWith('Upload of three.jpg cancelled. four.jpg uploaded.');
  hide();
});
test('what arrived is counted until the last of its part of the screen is there, and then no more', () => {
  const picker = Symbol('picker');
  begin('cover.jpg', ada, picker);
  for (const name of ['one.jpg', 'two.jpg']) begin(name);
  sent('cover.jpg').onDone(buildAsset());
  expect(names(uploadsTo(ada))).toEqual(['one.jpg', 'two.jpg']);
  sent('one.jpg').onDone(buildAsset());
  expect(sayBatch(batchOf(uploadsTo(ada)))).toBe('1 of 2 uploaded, 5 bytes of 10 bytes');
  sent('two.jpg').onFailed(new Problem('media_corrupt', 'It is damaged.'));
  // What is wrong with the file itself is not tried again.
  expect(uploadsTo(ada)).toMatchObject([{ name: 'two.jpg', state: 'failed', retry: null }]);
});
test('many are paused, go on and are cancelled together, and none begins meanwhile', () => {
  const many = ['1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg'];
  for (const name of many) begin(name);
  const going = () => many.filter((name) => wire.get(name)?.isGoing);
  const batch = () => batchOf(uploadsTo(ada));
  expect(going()).toEqual(['1.jpg', '2.jpg', '3.jpg']);
  pauseAll(batch());
  expect(going()).toEqual([]);
  expect(sayBatch(batch())).toBe('0 of 5 uploaded, 0 bytes of 25 bytes, paused');
  expect(announce).toHaveBeenLastCalledWith('The uploads are paused.');
  goOnWithAll(batch());
  expect(going()).toEqual(['1.jpg', '2.jpg', '3.jpg']);
  vi.mocked(announce).mockClear();
  cancelAll(batch());
  expect(uploadsTo(ada)).toEqual([]);
  expect(many.map((name) => wire.get(name)?.starts)).toEqual([2, 2, 2, 0, 0]);
  expect(vi.mocked(announce).mock.calls).toEqual([['5 uploads cancelled.']]);
});
test('files that are chosen again at one go find their own uploads, and say which are of none', () => {
  const upload = (name: string, size = 5) => {
    const choose = vi.fn((file: File) => (file.size === size ? null : 'It was changed.'));
    return { name, choose, state: 'unfinished' } as unknown as Upload & { choose: typeof choose };
  };
  const [one, twin, two] = [upload('one.jpg'), upload('one.jpg', 11), upload('two.jpg')];
  const twins = [new File(['other words'], 'one.jpg'), file('one.jpg')];
  const other = new File(['other words'], 'two.jpg');
  expect(chooseAgain([one, twin, two], [...twins, other, file('cat.jpg')])).toEqual([
    'It was changed.',
    'cat.jpg is none of them.',
  ]);
  expect([one, twin, two].map(({ choose }) => choose.mock.calls.length)).toEqual([2, 1, 1]);
});
test('what happens while no screen shows it is told: a failure by voice, an arrival by a notice', () => {
  begin('one.jpg');
  begin('two.jpg');
  sent('one.jpg').onFailed(new Problem('media_corrupt', 'It is damaged. Save it again.'));
  expect(announce).toHaveBeenLastCalledWith('one.jpg did not arrive. It is damaged. Save it again.');
  sent('two.jpg').onDone(buildAsset());
  expect(showNotice).toHaveBeenCalledWith({ text: 'two.jpg uploaded. Find what you uploaded under Media.' });
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
  // The locks of those that were let go are given back a moment later.
  await expect
    .poll(async () => {
      await listUnfinished(ada, { kinds: ['image'], onDone: () => undefined });
      return uploadsTo(ada);
    })
    .toHaveLength(1);
  const [row] = uploadsTo(ada);
  expect(row?.choose(new File(['other'], 'film.jpg', { lastModified: 78 }))).toContain('has changed');
  expect(row?.choose(file('film.jpg'))).toBeNull();
  expect(sent('film.jpg').fingerprint).toBe(second);
  expect(uploadsTo(ada).map(({ state }) => state)).toEqual(['sending']);
});
