import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  dayCell,
  drag,
  goTo,
  inBothColours,
  newContext,
  setUpByHand,
  soon,
  startStage,
  today,
  typeTime,
  userAgents,
  watchAccessibility,
} from './journey.ts';
import { infographicArtwork, landscapePhoto } from './pictures.ts';

const titles = ['Flu clinic opens on Saturday', 'Winter in three numbers'] as const;
const site = '/news/riverside-hospice';
const { look, findings } = watchAccessibility();
const stage = startStage(undefined, { ownDatabase: true });

it('goes from the set-up link to readers of a story and an infographic', async () => {
  const { page, faults } = await newContext(stage);
  await page.goto(stage.product.setupUrl);
  await page.getByLabel('Your name').waitFor();
  await inBothColours(page, (shade) => look(page, `set-up, ${shade}`));
  const desk = await setUpByHand(page, stage.product);
  await look(page, 'an empty calendar');

  await goTo(page, 'Items');
  await look(page, 'an empty list of items');
  await writeStory(page);
  // Its minute comes while the rest is written and looked at.
  await goTo(page, 'Calendar');
  await dragToToday(page, titles[0]);
  await goTo(page, 'Items');
  await prepareInfographic(page);
  await goTo(page, 'Media');
  await page.getByRole('option').nth(1).waitFor();
  await look(page, 'media');
  await goTo(page, 'Items');
  await page.getByRole('link', { name: titles[0] }).waitFor();
  await inBothColours(page, (shade) => look(page, `items, ${shade}`));
  await goTo(page, 'Calendar');
  await dragToToday(page, titles[1]);
  await inBothColours(page, (shade) => look(page, `the calendar, ${shade}`));

  await expectPublished(page, titles[0]);
  await readAs(userAgents[0], 2);
  await page.getByRole('link', { name: new RegExp(`^${titles[0]}, `) }).click();
  await page.getByRole('heading', { name: 'What it achieved' }).waitFor();
  await inBothColours(page, (shade) => look(page, `a post before anything was counted, ${shade}`));
  await lookAtTheRest(desk, page);
  await expectCounted(page, { views: 2, readers: 1 });
  await readAs(userAgents[1], 1);
  await expectLaterPublished(desk, page, titles[1]);
  await expectOnTheSite();
  await lookAtTheSite();
  await expectCounted(page, { views: 3, readers: 2 });
  await page.getByRole('figure').locator('svg[aria-label^="Page views, Readers over time"]').waitFor();
  await inBothColours(page, (shade) => look(page, `a post and what it achieved, ${shade}`));
  await goTo(page, 'Engagement');
  await page.getByRole('row', { name: titles[0] }).waitFor();
  await inBothColours(page, (shade) => look(page, `engagement, ${shade}`));

  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

async function writeStory(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New story' }).first().click();
  await page.getByLabel('Title').fill('Flu clinic opens on Saturday');
  await look(page, 'the dialog of a new story');
  await page.getByRole('button', { name: 'Begin the story' }).click();
  const lead = page.getByRole('region', { name: 'Lead image' });
  const chooser = page.waitForEvent('filechooser');
  await lead.getByRole('button', { name: 'Upload it' }).click();
  await (await chooser).setFiles({ name: 'river.jpg', mimeType: 'image/jpeg', buffer: await landscapePhoto() });
  await page.getByLabel('Alt text of the lead image').fill('The river meadow below the hospice in autumn');
  await page.getByLabel('Standfirst').fill('Come without an appointment, nine to one.');
  await page.getByRole('textbox', { name: 'The story' }).click();
  await page.keyboard.type('Nurses vaccinate everybody over 65 and their carers.\nThe car park is free.');
  await page.getByText(/^Saved /).waitFor();
  await page.getByText('Nothing is missing for people who cannot see it.').waitFor();
  await lead.locator('img').waitFor();
  await inBothColours(page, (shade) => look(page, `the story editor, ${shade}`));
}

async function prepareInfographic(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New infographic' }).first().click();
  await page.getByLabel('Title').fill('Winter in three numbers');
  await page.getByRole('button', { name: 'Begin the infographic' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('region', { name: 'Artwork' }).getByRole('button', { name: 'Upload it' }).click();
  await (await chooser).setFiles({ name: 'winter.png', mimeType: 'image/png', buffer: await infographicArtwork() });
  await page.getByLabel('Alt text of the artwork').fill('Three bars: visits, calls and beds in winter');
  await page.getByLabel('Long description').fill('620 home visits, 290 calls at night and 120 beds from December.');
  await page.getByRole('button', { name: 'Begin a table' }).click();
  await page.getByLabel('What the table shows').fill('Care in winter');
  await page.getByLabel('Name of column 1').fill('What');
  await page.getByLabel('Name of column 2').fill('How many');
  await page.getByLabel('What, row 1').fill('Home visits');
  await page.getByLabel('How many, row 1').fill('620');
  await page.getByText('Nothing is missing for people who cannot see it.').waitFor();
  await page.getByText(/^Saved /).waitFor();
  await inBothColours(page, (shade) => look(page, `the infographic editor, ${shade}`));
}

async function dragToToday(page: Page, title: string): Promise<void> {
  const card = page.getByRole('button', { name: `Schedule ${title}` });
  await drag(page, card, dayCell(page, today()));
  await page.getByRole('dialog').waitFor();
  await look(page, 'the dialog of scheduling');
  await typeTime(page, soon());
  await page.getByRole('button', { name: /^Schedule for / }).click();
  await page.getByRole('link', { name: new RegExp(`^${title}, .*newsroom, scheduled`) }).waitFor();
}

async function expectPublished(page: Page, title: string): Promise<void> {
  const published = page.getByRole('link', { name: new RegExp(`^${title}, .*newsroom, published`) });
  await published.waitFor({ timeout: 100_000 });
}

/** In a tab beside the one that is waiting to hear of readers. */
async function expectLaterPublished(desk: string, first: Page, title: string): Promise<void> {
  const page = await first.context().newPage();
  await page.goto(`${desk}/calendar`);
  await expectPublished(page, title);
  await page.close();
}

async function expectOnTheSite(): Promise<void> {
  for (const feed of ['', '/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml']) {
    const answer = await fetch(stage.product.url + site + feed);
    const text = await answer.text();
    expect(answer.status, feed).toBe(200);
    const wanted = feed === '/sitemap.xml' ? ['flu-clinic-opens-on-saturday', 'winter-in-three-numbers'] : titles;
    for (const title of wanted) expect(text, `${site}${feed}`).toContain(title);
  }
}

/** Somebody opens the story from the front page, some times. */
async function readAs(userAgent: string, times: number): Promise<void> {
  const { context, page, faults } = await newContext(stage, { userAgent });
  await page.goto(site);
  await page.getByRole('link', { name: titles[0] }).first().click();
  const picture = page.getByRole('img', { name: 'The river meadow below the hospice in autumn' });
  const width = await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
  expect(width).toBeGreaterThan(300);
  for (let time = 1; time < times; time += 1) await page.reload();
  expect(faults).toEqual([]);
  await context.close();
}

/** The public pages, seen by axe; a headless browser that says so is no reader. */
async function lookAtTheSite(): Promise<void> {
  const { context, page } = await newContext(stage);
  for (const [name, path] of [
    ['newsroom', ''],
    ['the page of a story', '/flu-clinic-opens-on-saturday'],
    ['the page of an infographic', '/winter-in-three-numbers'],
  ] as const) {
    await page.goto(site + path);
    await inBothColours(page, (shade) => look(page, `${name}, ${shade}`));
  }
  await page.getByRole('cell', { name: '620' }).waitFor();
  await context.close();
}

/** The publisher reads the counters twice a minute, and the page hears of it. */
async function expectCounted(page: Page, { views, readers }: { views: number; readers: number }): Promise<void> {
  const figures = page.locator('dl').filter({ hasText: new RegExp(`^Page views${views}Readers${readers}$`) });
  await figures.waitFor();
}

/** The other screens a first hour passes, in a tab beside the first. */
async function lookAtTheRest(desk: string, first: Page): Promise<void> {
  const page = await first.context().newPage();
  const heading = page.getByRole('heading', { level: 1 });
  const card = page.getByRole('link', { name: new RegExp(`^${titles[0]}, `) });
  const screens = [
    ['calendar?view=week', card],
    ['calendar?view=agenda', card],
    ['posts/new', page.getByLabel('What to post')],
    ['channels', page.getByRole('list', { name: 'Channels' })],
    ['channels/connect', heading],
    ['items/campaigns', heading],
    ['team', page.getByRole('row', { name: /Ada Reid/ })],
    ['team/keys', heading],
    ['team/log', page.getByRole('main').getByText(titles[0])],
    ['team/workspace', page.getByRole('button', { name: 'Change the time zone…' })],
  ] as const;
  for (const [path, sign] of screens) {
    await page.goto(`${desk}/${path}`);
    await sign.first().waitFor();
    await look(page, path);
  }
  await page.close();
}
