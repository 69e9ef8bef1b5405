import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { newContext, patience, soon, startStage, today, userAgents } from './journey.ts';
import { keyboardOf } from './keyboard.ts';
import { owner, team } from './people.ts';
import { infographicArtwork, landscapePhoto } from './pictures.ts';

const [story, infographic] = ['Flu clinic opens on Saturday', 'Winter in three numbers'] as const;

const stage = startStage();

it('goes the whole way by keyboard alone', async () => {
  const { page, faults } = await newContext(stage, { userAgent: userAgents[0] });
  const keys = keyboardOf(page);
  const { press, type, tabTo, backTo, arrive } = keys;

  await page.goto(stage.product.setupUrl);
  await page.getByLabel('Your name').waitFor();
  for (const [label, text] of [
    [/^Your name/, owner.name],
    [/^E-mail address/, owner.email],
    [/^Password/, owner.password],
    [/^Name of the team/, team],
  ] as const) {
    await tabTo(label);
    await type(text);
  }
  await press('Enter');
  await page.getByRole('grid').waitFor();

  await tabTo(/^Skip to the page/);
  await tabTo(/^Items$/);
  await press('Enter');
  await page.getByRole('heading', { name: 'Items' }).waitFor();
  await tabTo(/^New story$/);
  await press('Enter');
  await arrive(/^Title/);
  await type(story);
  await press('Enter');
  await page.getByRole('region', { name: 'Lead image' }).waitFor();
  await tabTo(/^Upload it$/);
  await choose(page, { name: 'river.jpg', mimeType: 'image/jpeg', buffer: await landscapePhoto() });
  await page.getByLabel('Alt text of the lead image').waitFor();
  await tabTo(/^Alt text of the lead image/);
  await type('The river meadow below the hospice in autumn');
  await tabTo(/^The story\./);
  await type('Nurses vaccinate everybody over 65.');
  await press('Alt+F10');
  await arrive(/^Bold/);
  await press('ArrowRight');
  await arrive(/^Italic/);
  await page.getByText(/^Saved /).waitFor();
  await page.getByText('Nothing is missing for people who cannot see it.').waitFor();

  await backTo(/^Items$/);
  await press('Enter');
  await page.getByRole('heading', { name: 'Items' }).waitFor();
  await tabTo(/^New infographic$/);
  await press('Enter');
  await arrive(/^Title/);
  await type(infographic);
  await press('Enter');
  await page.getByRole('region', { name: 'Artwork' }).waitFor();
  await tabTo(/^Upload it$/);
  await choose(page, { name: 'winter.png', mimeType: 'image/png', buffer: await infographicArtwork() });
  await page.getByLabel('Alt text of the artwork').waitFor();
  await tabTo(/^Alt text of the artwork/);
  await type('Three bars: visits, calls and beds in winter');
  await tabTo(/^Long description/);
  await type('620 home visits, 290 calls at night and 120 beds from December.');
  await tabTo(/^Begin a table$/);
  await press('Enter');
  await tabTo(/^Name of column 1/);
  await type('What');
  await press('Enter');
  await arrive(/^What, row 1/);
  await type('Home visits');
  await page.getByText(/^Saved /).waitFor();
  await page.getByText('Nothing is missing for people who cannot see it.').waitFor();

  await backTo(/^Calendar/);
  await press('Enter');
  await page.getByRole('grid').waitFor();
  await carryToToday(page, keys, story);
  await scheduleInDialog(page, keys, infographic);

  // What comes due at its minute, and that readers are counted, the main journey shows: nobody waits for either here.
  await publishNow(page);
  for (const title of [story, infographic])
    await page.getByRole('link', { name: new RegExp(`^${title}, .*newsroom, published`) }).waitFor();
  await tabTo(/today, 2 posts/);
  await press('Enter');
  await arrive(new RegExp(`^${story}`));
  await press('ArrowDown');
  await arrive(new RegExp(`^${infographic}`));
  await press('Escape');
  await arrive(/today, 2 posts/);
  await press('Enter');
  await press('Enter');
  await page.getByRole('heading', { name: 'What it achieved' }).waitFor();

  await readOnTheSite(page);
  expect(keys.unseen).toEqual([]);
  expect(faults).toEqual([]);
});

type Keys = ReturnType<typeof keyboardOf>;

/** Enter on the button that has the focus; the file dialog is the system's. */
async function choose(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(file);
}

/** Picks the card up, thinks again, picks it up once more, walks to tomorrow and back, and drops it on today. */
async function carryToToday(page: Page, { tabTo, press, arrive, cell, type }: Keys, title: string): Promise<void> {
  await page.getByRole('button', { name: `Move ${title}` }).waitFor();
  await tabTo(new RegExp(`^Move ${title}`));
  await press('Enter');
  await arrive(/^Drop /);
  await press('Escape');
  await arrive(new RegExp(`^Move ${title}`));
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);

  await press('Enter');
  await arrive(/^Drop /);
  // The card lies beside the last column; the walk begins on today all the same.
  expect(await cell()).toBe(today());
  await press('ArrowRight');
  await press('ArrowLeft');
  expect(await cell()).toBe(today());
  // Yesterday takes nothing, so the arrow stays.
  await press('ArrowLeft');
  expect(await cell()).toBe(today());
  await press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(/^hour/i);
  const { hour, minute } = soon();
  await type(hour + minute);
  await tabTo(/^Schedule for /);
  await press('Enter');
  await page.getByRole('link', { name: new RegExp(`^${title}, .*newsroom, scheduled`) }).waitFor();
}

async function publishNow(page: Page): Promise<void> {
  const api = deskApi(page);
  for (const { id, version } of (await api.ask('GET', '/posts'))['data'] as { id: string; version: number }[])
    await api.ask('POST', `/posts/${id}/publish-now`, { version });
}

/** The other way: Enter on the card asks for date and time. */
async function scheduleInDialog(page: Page, { tabTo, press, type }: Keys, title: string): Promise<void> {
  await tabTo(new RegExp(`^Schedule ${title}`));
  await press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(/^day/i);
  const { date, hour, minute } = soon();
  const [year = '', month = '', day = ''] = date.split('-');
  await type(day + month + year);
  await tabTo(/^hour/i);
  await type(hour + minute);
  await tabTo(/^Schedule for /);
  await press('Enter');
  await page.getByRole('link', { name: new RegExp(`^${title}, .*newsroom, scheduled`) }).waitFor();
}

/** A reader comes to the story by keyboard, in a tab of their own. */
async function readOnTheSite(desk: Page): Promise<void> {
  const page = await desk.context().newPage();
  await page.goto('/news/riverside-hospice');
  const { tabTo, press, unseen } = keyboardOf(page);
  await tabTo(new RegExp(story));
  await press('Enter');
  await page.getByRole('img', { name: 'The river meadow below the hospice in autumn' }).waitFor();
  await vi.waitFor(async () => expect(await page.title()).toContain(story), { timeout: patience });
  expect(unseen).toEqual([]);
  await page.close();
}
