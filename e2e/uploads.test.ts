import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { expectGone, inBothColours, newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';
import { keyboardOf } from './keyboard.ts';
import { infographicArtwork, landscapePhoto, noise } from './pictures.ts';

const { look, findings } = watchAccessibility();
/** Gigabytes: room for the small pictures of this journey, and not for a large one. */
const stage = startStage(() => ({ MOBILISE_QUOTA_GB: '0.03' }));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobilise-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function choose(page: Page, button: string, ...files: string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await (await chooser).setFiles(files);
}

/** The line to the server takes so many bytes a second; 0 for as many as come. */
async function narrow(browser: CDPSession, bytes: number): Promise<void> {
  await browser.send('Network.enable');
  const upload = bytes || -1;
  await browser.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: upload },
  });
}

/** Waits until more of a file is sent than so many per cent, by its progress bar. */
const sent = (page: Page, name: string, percent: number) =>
  vi.waitFor(
    async () => {
      const bar = page.getByRole('progressbar', { name: `Uploading ${name}` });
      expect(Number(await bar.getAttribute('aria-valuenow', { timeout: 1000 }))).toBeGreaterThan(percent);
    },
    { timeout: patience, interval: 50 },
  );

it('pauses, goes on, survives a reload and is cancelled by its buttons; a paste, a twin and a full library say so', async () => {
  const { page, context, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const names = async () =>
    ((await api.ask('GET', '/assets'))['data'] as { filename: string }[]).map(({ filename }) => filename);
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  await page.goto(`${desk}/media`);
  const line = await context.newCDPSession(page);

  // Two million bytes at a tenth of that a second.
  const picture = await noise(800);
  const large = file('night.png', picture);
  await narrow(line, 200_000);
  await choose(page, 'Upload', large);
  await sent(page, 'night.png', 10);
  await page.getByRole('button', { name: 'Pause the upload of night.png' }).click();
  await page.getByText('night.png is paused').waitFor();
  await inBothColours(page, (shade) => look(page, `a paused upload, ${shade}`));
  await page.getByRole('button', { name: 'Resume the upload of night.png' }).click();
  await vi.waitFor(() => expect(offsets.length).toBe(2), { timeout: patience, interval: 50 });
  await sent(page, 'night.png', 10 + (100 * (offsets[1] ?? 0)) / picture.length);

  // A reload in the middle: the file is asked for again, and goes on where it was.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByText('night.png did not arrive completely.').waitFor();
  await look(page, 'an upload after a reload');
  await narrow(line, 0);
  await choose(page, 'Choose the file', large);
  await vi.waitFor(async () => expect(await names()).toEqual(['night.png']), { timeout: patience, interval: 200 });
  // Each goes on behind what the one before it brought; none begins again.
  expect(offsets.length).toBe(3);
  expect(offsets[0]).toBe(0);
  expect(offsets[1]).toBeGreaterThan(0);
  expect(offsets[2]).toBeGreaterThan(offsets[1] ?? 0);

  // What is cancelled leaves nothing behind, here or on the server.
  await narrow(line, 400_000);
  const other = file('morning.png', await noise(801));
  await choose(page, 'Upload', other);
  await sent(page, 'morning.png', 10);
  const gone = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Cancel the upload of morning.png' }).click();
  expect((await gone).status()).toBe(204);
  await expectGone(page.getByRole('list', { name: 'Uploads', exact: true }).getByText('morning.png'));
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('tus::'))))
    .toEqual([]);
  await narrow(line, 0);

  await severalByKeyboard(page, line, await noise(500));
  await narrow(line, 0);

  // A picture from the clipboard.
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(copyPicture, (await infographicArtwork()).toString('base64'));
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+v');
  await page.getByRole('complementary').getByRole('heading', { name: 'image.png' }).waitFor();

  // The same picture under two names.
  const photo = await landscapePhoto();
  await choose(page, 'Upload', file('dusk.jpg', photo), file('evening.jpg', photo));
  await page
    .getByText(
      /^(dusk\.jpg is in the library already, as evening|evening\.jpg is in the library already, as dusk)\.jpg\.$/,
    )
    .waitFor();
  await page.getByRole('option', { name: /^dusk\.jpg/ }).click();
  await page.getByText('The same file is in the library twice. The other upload:').waitFor();
  await inBothColours(page, (shade) => look(page, `the same file twice, ${shade}`));
  await page.getByRole('button', { name: /^evening\.jpg, uploaded .* by / }).click();
  await page.getByRole('complementary').getByRole('heading', { name: 'evening.jpg' }).waitFor();

  // More than there is room for is refused before a byte of it is sent.
  const before = offsets.length;
  await choose(page, 'Upload', file('all-of-it.png', Buffer.concat([await noise(100)], 33_000_000)));
  const refused = page.getByRole('alert').filter({ hasText: 'all-of-it.png' });
  await refused
    .getByText(
      /This workspace has 0\.03 GB for uploads and what is made of them, of which .* are left(?:, and .* on their way)?\. Remove uploads/,
    )
    .waitFor();
  await inBothColours(page, (shade) => look(page, `a file that is too much, ${shade}`));
  expect(offsets.length).toBe(before);
  await page.getByRole('button', { name: 'Forget all-of-it.png' }).click();
  expect((await names()).sort()).toEqual(['dusk.jpg', 'evening.jpg', 'image.png', 'night.png']);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

/** Seven files: a line about all of them, a few rows, and one press for all; the keyboard alone. */
async function severalByKeyboard(page: Page, line: CDPSession, picture: Buffer): Promise<void> {
  const keyboard = keyboardOf(page);
  await narrow(line, 100_000);
  const files = [1, 2, 3, 4, 5, 6, 7].map((number) => file(`day-${number}.png`, picture));
  await choose(page, 'Upload', ...files);
  await page.getByText(/^0 of 7 uploaded, .* of .* MB$/).waitFor();
  const rows = page.getByRole('list', { name: 'Uploads', exact: true }).getByRole('listitem');
  await expect.poll(() => rows.count()).toBe(3);
  await keyboard.tabTo(/^Pause all$/);
  await keyboard.press('Enter');
  await page.getByText(/^0 of 7 uploaded, .*, paused$/).waitFor();
  await keyboard.arrive(/^Resume all$/);
  await inBothColours(page, (shade) => look(page, `many uploads, ${shade}`));
  await keyboard.tabTo(/^Show all 7$/);
  await keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(7);
  await keyboard.press('Enter');
  await keyboard.backTo(/^Resume all$/);
  await keyboard.press('Enter');
  await page.getByRole('progressbar', { name: 'Uploading day-1.png' }).waitFor();

  // After a reload they are chosen again together.
  await sent(page, 'day-1.png', 10);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByText('files did not arrive completely. Choose them again, all at once, to go on.').waitFor();
  await look(page, 'many uploads after a reload');
  await choose(page, 'Choose the files', ...files.slice(0, 3));
  await page.getByText(/^0 of \d uploaded, /).waitFor();
  await keyboard.tabTo(/^Cancel all$/);
  await keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('What has arrived stays in the library.').waitFor();
  await keyboard.tabTo(/^Cancel all$/);
  await keyboard.press('Enter');
  await expectGone(page.getByText(/of \d uploaded/));
  expect(keyboard.unseen).toEqual([]);
}

/** Runs in the page: a picture is copied, as from a screen that was photographed. */
async function copyPicture(base64: string): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
}
