import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import {
  expectGone,
  goTo,
  newContext,
  patience,
  type Session,
  setUpFor,
  startStage,
  watchAccessibility,
} from './journey.ts';
import { keyboardOf } from './keyboard.ts';
import { infographicArtwork, landscapePhoto, noise } from './pictures.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();

let desk: string;
let session: Session;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mobilise-files-'));
  ({ desk, session } = await setUpFor(stage));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file on this machine; answers where it is. */
function file(name: string, content: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it('finds, describes, bins and crops what was uploaded', async () => {
  const { page, faults } = await newContext(stage, { storageState: session });
  const api = deskApi(page);
  await page.goto(`${desk}/media`);
  await page.getByText('live here').waitFor();
  await look(page, 'an empty library');

  const artwork = await infographicArtwork();
  await choose(page, 'Upload', file('harbour.jpg', await landscapePhoto()), file('plan.pdf', Buffer.from('%PDF')));
  await page.getByText('plan.pdf is not an image, a sound recording or a video.').waitFor();
  await look(page, 'a refused file');
  await option(page, 'harbour.jpg').waitFor();
  await page.getByRole('button', { name: 'Forget plan.pdf' }).click();
  await vi.waitFor(async () => expect(await page.locator('#main').evaluate(isFocused)).toBe(true), {
    timeout: patience,
  });
  await drop(page, file('winter.png', artwork));
  // One file that arrives alone is opened.
  await page.getByRole('complementary').getByRole('heading', { name: 'winter.png' }).waitFor();
  await look(page, 'an upload that is being prepared');

  await describe(page);
  const assets = (await api.ask('GET', '/assets'))['data'] as { id: string; filename: string }[];
  const harbour = assets.find(({ filename }) => filename === 'harbour.jpg')?.id;
  const leadImage = { assetId: harbour, alt: 'The harbour at dusk' };
  const body = { type: 'doc', content: [{ type: 'paragraph' }] };
  await api.ask('POST', '/items', { kind: 'story', title: 'The harbour walk', content: { leadImage, body } });
  await page.getByRole('complementary').getByRole('link', { name: 'The harbour walk' }).waitFor();

  await writeConsent(page);
  await withdrawConsent(page);
  await cropByKeyboard(page);
  const { focalPoint, crops } = await api.ask('GET', `/assets/${harbour}`);
  expect(focalPoint).toEqual({ x: 0.52, y: 0.5 });
  expect(crops).toEqual({ square: { x: expect.closeTo(0.2175, 3), y: 0, width: 0.625, height: 1 } });

  await filterAndBin(page);
  await replace(page, file('winter-2.png', await sharp(artwork).negate().png().toBuffer()));
  await closeWithKeys(page);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

it('goes on with an upload after a lost connection, elsewhere on the desk, and after the page was loaded again', async () => {
  const { page } = await newContext(stage, { storageState: session });
  await page.goto(`${desk}/media`);

  // Larger than one piece: the first arrives, the second is cut off.
  const large = file('large.png', await noise(2400));
  let pieces = 0;
  await page.route(/\/uploads\/[^/]+$/, (route) =>
    route.request().method() === 'PATCH' && ++pieces > 1 ? route.abort() : route.continue(),
  );
  await choose(page, 'Upload', large);
  await page.getByText('large.png: waiting for the connection').waitFor();
  await goTo(page, 'Items');
  const tray = page.getByRole('region', { name: 'Uploads on their way' });
  await tray.getByText('Waiting for the connection').waitFor();
  await tray.getByRole('button', { name: 'Show the uploads' }).click();
  await look(page, 'the tray of uploads');

  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await tray.getByText('1 upload not finished').waitFor();
  await tray.getByRole('button', { name: 'Show the uploads' }).click();
  await page.unroute(/\/uploads\/[^/]+$/);
  const offsets: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
  });
  await choose(page, 'Choose the file', file('another.png', await infographicArtwork()));
  await tray.getByText('This is another.png. Choose large.png.').waitFor();
  await choose(page, 'Choose the file', large);
  await page.getByText('large.png uploaded').first().waitFor();
  await expectGone(tray);
  expect(offsets).toEqual([String(16 * 1024 * 1024)]);
  expect(findings).toEqual([]);
});

const option = (page: Page, name: string) => page.getByRole('option', { name, exact: false });

async function choose(page: Page, button: string, ...files: string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await (await chooser).setFiles(files);
}

/** Drops a file on the library as a file manager does: the browser's own protocol can, a page's events cannot. */
async function drop(page: Page, path: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', { type, x: 700, y: 600, data });
  await browser.detach();
}

/** Writes words, loses the page before they are saved, finds them again and saves them. */
async function describe(page: Page): Promise<void> {
  await option(page, 'harbour.jpg').click();
  const rail = page.getByRole('complementary');
  await rail.getByRole('heading', { name: 'harbour.jpg' }).waitFor();
  await rail.getByLabel('Usual alt text').fill('The harbour at dusk');
  await rail.getByText('Not saved yet').waitFor();
  await page.reload();
  await rail.getByText('Not saved yet').waitFor();
  await rail.getByLabel('Credit').fill('Ben Okafor');
  await rail.getByRole('button', { name: 'Save', exact: true }).click();
  await expectGone(rail.getByText('Not saved yet'));
  await expect.poll(() => rail.getByLabel('Usual alt text').inputValue()).toBe('The harbour at dusk');
}

async function writeConsent(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a consent' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a consent' });
  await dialog.getByLabel('Who').fill('Amira Shah');
  await dialog.getByLabel('What they agreed to').fill('Website and social media');
  await look(page, 'writing down a consent');
  await dialog.getByRole('button', { name: 'Add the consent' }).click();
  await expectGone(dialog);
  await page.getByRole('complementary').getByText('Holds').waitFor();
}

async function withdrawConsent(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More about the consent of Amira Shah' }).click();
  await page.getByRole('menuitem', { name: 'Withdraw it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('She has left the team.');
  await dialog.getByRole('button', { name: 'Withdraw it' }).click();
  await dialog.getByText('The consent is withdrawn. Nothing was about to go out.').waitFor();
  await dialog.getByText('Nothing with this person in it is out.').waitFor();
  await look(page, 'a consent that was withdrawn');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('complementary').getByText('Withdrawn', { exact: true }).waitFor();
}

/** The focal point a step to the right, and the square by hand, a step further: without a mouse. */
async function cropByKeyboard(page: Page): Promise<void> {
  const { tabTo, press, unseen } = keyboardOf(page);
  const open = page.getByRole('button', { name: 'Focal point and crops' });
  await open.waitFor();
  await open.focus();
  await press('Enter');
  await page.getByRole('dialog', { name: 'Focal point and crops' }).waitFor();
  await look(page, 'the focal point');
  // Its buttons are in view on a small laptop, too.
  const before = page.viewportSize() ?? { width: 1440, height: 1000 };
  await page.setViewportSize({ width: 1280, height: 700 });
  const save = await page.getByRole('dialog').getByRole('button', { name: 'Save' }).boundingBox();
  expect((save?.y ?? 700) + (save?.height ?? 0)).toBeLessThan(700);
  await page.setViewportSize(before);
  await tabTo(/^Focal point, from the left/);
  await press('ArrowRight');
  await press('ArrowRight');
  // What is changed is not left without a question.
  const question = page.waitForEvent('dialog').then(async (asked) => {
    await asked.dismiss();
    return asked.message();
  });
  await press('Escape');
  expect(await question).toBe('What you changed is not saved. Leave and lose it?');
  await tabTo(/^Focal point: /);
  await press('ArrowDown');
  await press('ArrowDown');
  await page.getByRole('radio', { name: /^Square/, checked: true }).waitFor({ state: 'attached' });
  await tabTo(/^Set this shape by hand/);
  await press('Enter');
  await page.getByText('Drag the frame').waitFor();
  await look(page, 'a crop by hand');
  await tabTo(/^Square, 1:1, from the left/);
  await press('ArrowRight');
  await tabTo(/^Save$/);
  await press('Enter');
  await expectGone(page.getByRole('dialog'));
  expect(unseen).toEqual([]);
}

async function filterAndBin(page: Page): Promise<void> {
  const uncounted = page.waitForRequest((request) => /\/assets\?/.test(request.url()));
  await page.goto(`${desk}/media?used=no`);
  expect((await uncounted).url()).toContain('counts=false');
  await option(page, 'winter.png').waitFor();
  await expect.poll(() => page.getByRole('option').count()).toBe(1);
  // Where they are used is counted for those that show it.
  const counted = page.waitForRequest((request) => /\/assets\?(?!.*counts)/.test(request.url()));
  await page.getByRole('button', { name: 'Show a list' }).click();
  await counted;
  await vi.waitFor(() => expect(page.url()).toContain('view=list'), { timeout: patience });
  await look(page, 'a list of what nobody uses');
  await page.getByRole('button', { name: 'Choose several' }).click();
  await option(page, 'winter.png').click();
  await page.getByRole('button', { name: 'Put them in the bin' }).click();
  await page.getByText('It is in the bin.').waitFor();
  await page.getByRole('button', { name: 'Bin, 1' }).click();
  await page.getByRole('heading', { level: 1, name: 'Bin' }).waitFor();
  await option(page, 'winter.png').click();
  await page.getByRole('button', { name: 'Restore' }).waitFor();
  await look(page, 'the bin');
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('The bin is empty.').waitFor();
  await page.getByRole('button', { name: 'Media', exact: true }).click();
}

/** The focus goes back to the upload in the list that the rail was about. */
async function closeWithKeys(page: Page): Promise<void> {
  await page.getByRole('complementary').getByRole('button', { name: 'Close', exact: true }).press('Enter');
  await expectGone(page.getByRole('complementary'));
  await expect.poll(() => option(page, 'winter-2.png').evaluate(isFocused)).toBe(true);
}

/** Runs in the page. */
const isFocused = (element: Element) => element === document.activeElement;

/** A newer file takes the place of one that is not used; the old one says so. */
async function replace(page: Page, path: string): Promise<void> {
  await option(page, 'winter.png').click();
  await page.getByText('What was approved does not change').waitFor();
  await choose(page, 'Upload a newer file', path);
  await page.getByRole('complementary').getByRole('heading', { name: 'winter-2.png' }).waitFor();
  await page.goBack();
  await page.getByText('A newer file has replaced it.').waitFor();
  await page.getByRole('button', { name: 'Open the newer file' }).click();
  await page.getByRole('complementary').getByRole('heading', { name: 'winter-2.png' }).waitFor();
  // The old one may still be out, so it is found by its words.
  await expectGone(option(page, 'winter.png'));
  const search = page.getByRole('searchbox', { name: 'Search by name or words' });
  await search.fill('winter.png');
  await option(page, 'winter.png').getByText('Replaced by a newer file').waitFor();
  await search.fill('');
  await expectGone(option(page, 'winter.png'));
}
