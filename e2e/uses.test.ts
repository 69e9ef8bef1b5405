import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import {
  expectGone,
  inBothColours,
  inDays,
  joinBy,
  newContext,
  patience,
  setUp,
  startStage,
  watchAccessibility,
} from './journey.ts';
import { landscapePhoto } from './pictures.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
let page: Page;
let desk: string;
let api: ReturnType<typeof deskApi>;
let faults: string[];

beforeAll(async () => {
  ({ page, faults } = await newContext(stage));
  desk = await setUp(page, stage.product);
  api = deskApi(page);
});

const until = (what: () => Promise<unknown>, is: unknown) =>
  vi.waitFor(async () => expect(await what()).toEqual(is), { timeout: patience, interval: 100 });
/** The page of an item on the newsroom. */
const publicPage = async (item: string) => {
  const { slug } = await api.ask('GET', `/items/${item}`);
  return (await fetch(`${stage.product.url}/news/riverside-hospice/${String(slug)}`)).text();
};
/** The addresses of the files of an upload that are in a page. */
const filesIn = async (html: string, asset: string) => {
  const { renditions } = (await api.ask('GET', `/assets/${asset}`)) as { renditions: { url: string }[] };
  return renditions.map(({ url }) => url).filter((url) => html.includes(url));
};
const ready = (asset: string) => until(async () => (await api.ask('GET', `/assets/${asset}`))['state'], 'ready');
const rail = () => page.getByRole('complementary');

it('lists what is out and holds what was to go out when a person takes their consent back, until none of it is left', async () => {
  const assetId = await api.upload('amira.jpg', 'image/jpeg', await landscapePhoto());
  await ready(assetId);
  const picture = { assetId, alt: 'Amira in the garden' };
  const titles = ['The garden is open', 'A day with Amira', 'Winter in the garden'];
  const [open = '', day = '', winter = ''] = await Promise.all(
    titles.map((title) => api.writeStory(title, 'Come in.', picture)),
  );
  const [openPost, dayPost] = [await api.post(open), await api.post(day)];
  const winterPost = await api.post(winter, { wallTime: `${inDays(2)}T09:00` });
  await api.ask('POST', `/items/${winter}/approval`, { version: 1 });
  await until(
    () => Promise.all([openPost, dayPost, winterPost].map(api.stateOf)),
    ['published', 'published', 'scheduled'],
  );
  const show = await api.ask('POST', '/shows', {
    ...{ channelId: await api.newsroom(), title: 'Garden talk', description: 'Tea.', author: 'Riverside' },
    ...{ categories: ['Health & Fitness'], artworkId: assetId },
  });
  await api.ask('POST', '/consents', {
    ...{ person: 'Amira Shah', scope: 'Website', givenOn: inDays(-9), assetIds: [assetId] },
  });

  await page.goto(`${desk}/media?asset=${assetId}`);
  await page.getByRole('button', { name: 'More about the consent of Amira Shah' }).click();
  await page.getByRole('menuitem', { name: 'Withdraw it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('She has moved away.');
  await dialog.getByRole('button', { name: 'Withdraw it' }).click();
  await dialog.getByText('The consent is withdrawn. 1 post that was to go out is held.').waitFor();
  const listed = (from: RegExp) => dialog.getByRole('list', { name: from });
  const areOut = (...wanted: string[]) =>
    until(
      async () =>
        (
          await listed(/^Still out/)
            .getByRole('link')
            .allTextContents()
        )
          .filter((text) => titles.includes(text))
          .sort(),
      wanted,
    );
  await areOut('A day with Amira', 'The garden is open');
  await listed(/^Held/).getByRole('link', { name: 'Winter in the garden' }).waitFor();
  await listed(/^In a show/)
    .getByRole('link', { name: 'Garden talk' })
    .waitFor();
  await inBothColours(page, (shade) => look(page, `a consent that was withdrawn, ${shade}`));

  // The held one says why.
  await listed(/^Held/).getByRole('link', { name: 'Newsroom' }).click();
  const why = page.getByText(/^The consent of Amira Shah for “amira\.jpg” was withdrawn on /);
  await why.waitFor();
  await expectGone(page.getByRole('button', { name: 'Publish now…' }));
  await expectGone(page.getByRole('button', { name: 'Reschedule…' }));
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Cancel…' }).waitFor();
  await expectGone(page.getByRole('menuitem', { name: /^(Publish now|Reschedule)…$/ }));
  await page.keyboard.press('Escape');
  await inBothColours(page, (shade) => look(page, `a post that is held for a consent, ${shade}`));

  // So do the menus of the calendar, of the queue and of what is held, which offer it no time either.
  const saysWhy = async (name: string | RegExp) => {
    await page.getByRole('button', { name }).first().click();
    await page
      .getByRole('menuitem', { name: /^Open the post , The consent of Amira Shah for “amira\.jpg” was / })
      .waitFor();
    await expectGone(page.getByRole('menuitem', { name: /^(Publish now|Reschedule|Add to the queue)…$/ }));
    await look(page, `the menu of a post that is held for a consent, ${page.url().split('/').pop()}`);
    await page.keyboard.press('Escape');
  };
  await page.goto(`${desk}/calendar?view=agenda`);
  await saysWhy('Actions for Winter in the garden');
  // Nor is it carried to another day: only what may have another time is.
  const onCalendar = (title: string) => page.locator('[data-entry]').filter({ hasText: title });
  await api.post(await api.writeStory('Spring in the garden'), { wallTime: `${inDays(2)}T10:00` });
  await onCalendar('Spring in the garden').hover();
  await onCalendar('Spring in the garden').and(page.locator('[draggable=true]')).waitFor();
  await onCalendar('Winter in the garden').hover();
  await onCalendar('Winter in the garden').getByRole('link').press('s');
  await page
    .getByText(/^“Winter in the garden” was not moved\. The consent of Amira Shah for “amira\.jpg” was /)
    .waitFor();
  expect(await onCalendar('Winter in the garden').and(page.locator('[draggable=true]')).count()).toBe(0);
  await expectGone(page.getByRole('button', { name: 'Move Winter in the garden' }));
  await expectGone(page.getByRole('dialog'));
  await look(page, 'the calendar says why a post is not moved');
  await page.goto(`${desk}/channels/${await api.newsroom()}/queue`);
  await saysWhy('Actions for Winter in the garden');
  await page.goto(`${desk}/held`);
  await page.getByRole('link', { name: 'See what helps Winter in the garden' }).waitFor();
  await expectGone(page.getByRole('button', { name: /^(Publish now|Choose a time)…/ }));
  await saysWhy('More actions for Winter in the garden');
  await page.getByRole('link', { name: 'See what helps Winter in the garden' }).click();
  await why.waitFor();

  // So does its item, which is not approved with her in it; once it is without her, the post goes out.
  await page.getByRole('link', { name: 'Open the item' }).click();
  await rail().filter({ has: why }).waitFor();
  await page.getByText('This picture may not be used any more: the consent of Amira Shah has ended.').waitFor();
  await inBothColours(page, (shade) => look(page, `a story with what may not be used any more, ${shade}`));
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'a story with what may not be used any more, on a phone');
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.getByLabel('Standfirst').fill('Frost on the roses.');
  await page.getByRole('button', { name: 'Save revision' }).click();
  await page.getByText('Revision 2 is not approved.').waitFor();
  await page.getByText('It cannot be approved with what may not be used any more.').waitFor();
  await expectGone(page.getByRole('button', { name: /[Aa]pprove/ }));
  await page.getByRole('region', { name: 'Lead image' }).getByRole('button', { name: 'Take it out' }).click();
  await page.getByRole('button', { name: /^(Save and approve|Approve revision \d)$/ }).click();
  await page.getByText(/^Revision \d is approved\./).waitFor();
  await expectGone(why);
  expect(await api.stateOf(winterPost)).toBe('scheduled');

  // The first is deleted where it is out.
  const again = async () => {
    await page.goto(`${desk}/media?asset=${assetId}`);
    await rail().getByRole('button', { name: 'See what is out' }).click();
  };
  await again();
  const entry = (title: string) =>
    listed(/^Still out/)
      .getByRole('listitem')
      .filter({ hasText: title });
  await entry('The garden is open').getByRole('link', { name: 'Newsroom', exact: true }).click();
  await page.getByRole('button', { name: 'Delete from Newsroom…' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await page.getByText(/^Removed\. It was published /).waitFor();

  // The second is corrected: without her.
  await again();
  await areOut('A day with Amira');
  await listed(/^Still out/)
    .getByRole('link', { name: 'A day with Amira' })
    .click();
  await page.getByRole('region', { name: 'Lead image' }).getByRole('button', { name: 'Take it out' }).click();
  await page.getByRole('button', { name: /^(Save and approve|Approve revision 2)$/ }).click();
  await page.getByText('Revision 2 is approved.').waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Correct what is out…' }).click();
  await page.getByLabel('What was wrong').fill('A picture was taken out.');
  await page.getByRole('button', { name: 'Go on to the channels' }).click();
  await page.getByRole('button', { name: /^Show revision 2/ }).click();
  await page.getByText('Everything is done.').waitFor();
  expect(await filesIn(await publicPage(day), assetId)).toEqual([]);

  // The cover of the show makes way, and nothing is left.
  await again();
  await listed(/^In a show/)
    .getByRole('link', { name: 'Garden talk' })
    .click();
  await page.getByRole('region', { name: 'Cover' }).getByRole('button', { name: 'Take it out' }).click();
  await page.getByRole('button', { name: 'Save the show' }).click();
  await page.getByText('The show is saved.').waitFor();
  expect((await api.ask('GET', `/shows/${String(show['id'])}`))['artworkId']).toBeNull();
  await again();
  await dialog.getByText('Nothing with this person in it is out.').waitFor();
  await expectGone(listed(/^Held/));
  await look(page, 'a consent after which nothing is out');

  // The same file again says whose consent keeps it from being used.
  const twin = await api.upload('amira-again.jpg', 'image/jpeg', await landscapePhoto());
  await page.goto(`${desk}/media?asset=${twin}`);
  const consents = rail().getByRole('listitem').filter({ hasText: 'Amira Shah' });
  await consents.getByText('Withdrawn', { exact: true }).waitFor();
  await consents.getByText(/^Recorded for another upload of the same file/).waitFor();
  await look(page, 'an upload whose equal has lost its consent');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

it('keeps the file that was approved when a newer one takes its place, until somebody takes it in and publishes it', async () => {
  // Another than above: pages show pictures of other stories, too.
  const photo = await sharp(await landscapePhoto())
    .flop()
    .toBuffer();
  const old = await api.upload('harbour.jpg', 'image/jpeg', photo);
  await ready(old);
  const item = await api.writeStory('The harbour walk', 'Come along.', { assetId: old, alt: 'The harbour at dusk' });
  const post = await api.post(item);
  await until(() => api.stateOf(post), 'published');
  expect(await filesIn(await publicPage(item), old)).not.toEqual([]);

  await page.goto(`${desk}/media?asset=${old}`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload a newer file' }).click();
  const buffer = await sharp(photo).negate().jpeg().toBuffer();
  await (await chooser).setFiles({ name: 'harbour-2.jpg', mimeType: 'image/jpeg', buffer });
  await rail().getByRole('heading', { name: 'harbour-2.jpg' }).waitFor();
  const newer = new URL(page.url()).searchParams.get('asset') ?? '';
  await ready(newer);
  const isOld = async () => {
    const html = await publicPage(item);
    return [(await filesIn(html, old)).length > 0, (await filesIn(html, newer)).length > 0];
  };
  expect(await isOld()).toEqual([true, false]);

  await page.goto(`${desk}/items/${item}`);
  await page.getByText(/^There is a newer version of this picture: harbour-2\.jpg/).waitFor();
  await inBothColours(page, (shade) => look(page, `a newer file of a picture, ${shade}`));
  await page.getByRole('button', { name: 'Use it' }).click();
  await expectGone(page.getByText(/^There is a newer file/));
  await until(() => api.wordsOf(item).then((words) => words.includes(newer)), true);
  expect(await isOld()).toEqual([true, false]);
  await page.getByLabel('Title', { exact: true }).fill('A walk by night');
  await page.getByRole('button', { name: /^(Save and approve|Approve revision \d)$/ }).click();
  await page.getByText(/^Revision \d is approved\./).waitFor();
  expect(await isOld()).toEqual([true, false]);

  await rail().getByText('Revision 1 is out.').waitFor();
  await look(page, 'a story of which an earlier revision is out');
  await page.getByRole('link', { name: /^Update it to revision \d on Newsroom$/ }).click();
  await page.getByRole('heading', { level: 1, name: 'The harbour walk' }).waitFor();
  await page.getByText(/^Revision 1 is out\. Revision \d is approved: “A walk by night”\./).waitFor();
  await inBothColours(page, (shade) => look(page, `a post that shows an earlier revision, ${shade}`));
  await page.getByRole('button', { name: /^Update Newsroom to revision \d$/ }).click();
  await until(isOld, [false, true]);
  await expectGone(page.getByText('Revision 1 is out.'));
  await page.getByRole('heading', { level: 1, name: 'A walk by night' }).waitFor();
  await look(page, 'a post that shows the newer file');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

it('leaves the crops of what is out as they are, unless somebody changes them who may approve', async () => {
  const photo = await sharp(await landscapePhoto())
    .flip()
    .toBuffer();
  const asset = await api.upload('boats.jpg', 'image/jpeg', photo);
  await ready(asset);
  const item = await api.writeStory('The boats are back', 'Come along.', { assetId: asset, alt: 'Two boats' });
  const { link } = await api.ask('POST', '/invitations', { email: 'dee@riverside.example', role: 'designer' });
  const dee = await newContext(stage);
  await joinBy(dee.page, String(link), 'Dee Moss', 'a long walk by the river');
  const crops = async (page: Page) => {
    await page.goto(`${desk}/media?asset=${asset}`);
    await page.getByRole('button', { name: 'Focal point and crops' }).click();
    const dialog = page.getByRole('dialog', { name: 'Focal point and crops' });
    return {
      dialog,
      save: dialog.getByRole('button', { name: 'Save' }),
      left: dialog.getByLabel('From the left', { exact: true }),
    };
  };

  // It comes out while the designer is at it: what they have set stays, and they see why it is not saved.
  const hers = await crops(dee.page);
  await hers.left.fill('20');
  await hers.left.press('Tab');
  await until(() => hers.save.isEnabled(), true);
  const post = await api.post(item);
  await until(() => api.stateOf(post), 'published');
  await hers.dialog
    .getByText(/^Some of that is approved, .+ Ask an owner or a lead, or upload the picture again, /)
    .waitFor();
  await until(() => Promise.all([hers.save.isEnabled(), hers.left.inputValue()]), [false, '20']);
  await inBothColours(dee.page, (shade) => look(dee.page, `crops of what is out, for a designer, ${shade}`));
  await dee.page.setViewportSize({ width: 390, height: 844 });
  await look(dee.page, 'crops of what is out, for a designer, on a phone');
  const choices = await Promise.all(
    (await hers.dialog.locator('label:has([type=radio])').all()).map((one) => one.boundingBox()),
  );
  expect(choices).toHaveLength(7);
  expect(Math.max(...choices.map((box) => (box ? box.x + box.width : Infinity)))).toBeLessThanOrEqual(390);

  const ours = await crops(page);
  await ours.dialog.getByText(/What is out on your site shows the new crop as soon as it is made/).waitFor();
  await expectGone(ours.dialog.getByText(/^Some of that is approved/));
  await ours.left.fill('20');
  await ours.left.press('Tab');
  await ours.save.click();
  await page.getByText('Saved. The files are being made again.').waitFor();
  expect((await api.ask('GET', `/assets/${asset}`))['focalPoint']).toMatchObject({ x: 0.2 });
  expect(findings).toEqual([]);
  expect([...faults, ...dee.faults]).toEqual([]);
});
