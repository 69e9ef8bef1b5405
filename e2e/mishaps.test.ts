import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import {
  dayCell,
  deskOf,
  expectGone,
  goTo,
  hover,
  newContext,
  patience,
  setUp,
  startStage,
  today,
  watchAccessibility,
} from './journey.ts';
import { owner } from './people.ts';
import { landscapePhoto } from './pictures.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
const nextMonth = (day: number) => Temporal.PlainDate.from(today()).add({ months: 1 }).with({ day }).toString();
let first: Page;
let desk: string;
let api: ReturnType<typeof deskApi>;
const faults: string[][] = [];

beforeAll(async () => {
  const opened = await newContext(stage);
  faults.push(opened.faults);
  first = opened.page;
  desk = await setUp(first, stage.product);
  api = deskApi(first);
});

/** A page of the same person; `thrifty` asks the browser to save data, so that nothing is loaded before it is wanted. */
async function newPage({ thrifty = false, onPhone = false } = {}): Promise<Page> {
  const opened = await newContext(stage, {
    storageState: await first.context().storageState(),
    ...(onPhone && { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }),
  });
  faults.push(opened.faults);
  if (thrifty) {
    await opened.page.addInitScript(() =>
      Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true }),
    );
  }
  return opened.page;
}

it('says of a set-up link that was used that it does not work, before anything is typed', async () => {
  const { page, context } = await newContext(stage);
  await page.goto(stage.product.setupUrl);
  await page.getByRole('heading', { name: 'This set-up link does not work' }).waitFor();
  await page.getByText('start Mobilise again').waitFor();
  await expect.poll(() => page.getByLabel('Your name').count()).toBe(0);
  await look(page, 'a set-up link that was used');
  await context.close();
});

describe('a screen whose code is not here', () => {
  it('says so when one is offline, and comes by itself afterwards', async () => {
    const page = await newPage({ thrifty: true });
    await page.goto(`${desk}/calendar`);
    await page.getByText(/^Nothing planned for /).waitFor();
    await page.evaluate(() => Object.assign(window, { isTheSame: true }));
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Media' }).click();
    const words = page.getByText('You are offline, and this screen was not open before.');
    await words.waitFor();
    await look(page, 'a screen that is not here, offline');
    await page.getByRole('button', { name: 'Try again' }).click();
    await words.waitFor();
    await page.getByRole('link', { name: 'Calendar' }).click();
    await deskOf(page);
    await page.getByRole('link', { name: 'Media' }).click();
    await words.waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Media', level: 1 }).waitFor();
    await expect.poll(() => page.evaluate(() => 'isTheSame' in window)).toBe(true);
    await page.context().close();
  });

  it('is loaded before it is wanted, once the calendar is there', async () => {
    const page = await newPage();
    const last = page.waitForResponse(/\/assets\/log-page-/);
    await page.goto(`${desk}/calendar`);
    await last;
    await page.getByRole('grid', { name: /^Posts, / }).waitFor();
    await page.context().setOffline(true);
    await goTo(page, 'Media');
    await page.getByRole('heading', { name: 'Media', level: 1 }).waitFor();
    await page.context().close();
  });

  it('leads to one reload after an update', async () => {
    const page = await newPage({ thrifty: true });
    await page.goto(`${desk}/calendar`);
    await deskOf(page);
    await page.route(/\/assets\/media-page-/, (route) => route.fulfill({ status: 404 }));
    let loads = 0;
    page.on('load', () => (loads += 1));
    await page.getByRole('link', { name: 'Media' }).click();
    await page.getByText('Mobilise was updated while this page was open.').waitFor();
    expect(loads).toBe(1);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await page.getByRole('heading', { name: 'Media', level: 1 }).waitFor();
    await page.context().close();
  });
});

it('says so when what one drags was moved by somebody else meanwhile', async () => {
  const page = await newPage();
  const { id, version } = await api.ask('POST', '/posts', {
    itemId: await api.writeStory('Wanted by two'),
    channelId: await api.newsroom(),
    schedule: { wallTime: `${nextMonth(10)}T11:00` },
  });
  await page.goto(`${desk}/calendar?view=month&date=${nextMonth(15)}`);
  const card = page.getByRole('link', { name: /^Wanted by two, / });
  await card.waitFor();
  await hover(page, card, dayCell(page, nextMonth(17)));
  await api.ask('POST', `/posts/${id}/schedule`, { version, wallTime: `${nextMonth(14)}T11:00` });
  await dayCell(page, nextMonth(14)).locator('a').waitFor();
  await page.mouse.up();
  await page.getByText('“Wanted by two” was not moved: somebody changed it meanwhile.').waitFor();
  await expectGone(dayCell(page, nextMonth(17)).locator('a'));
  expect((await api.ask('GET', `/posts/${id}`))['wallTime']).toBe(`${nextMonth(14)}T11:00`);
  await page.context().close();
});

it('lets go of a post that is held for a consent while one drags it', async () => {
  const page = await newPage();
  const picture = { assetId: await api.upload('amira.jpg', 'image/jpeg', await landscapePhoto()), alt: 'Amira' };
  const item = await api.writeStory('Dragged and held', 'Come in.', picture);
  await api.post(item, { wallTime: `${nextMonth(10)}T12:00` });
  const approved = await api.ask('POST', `/items/${item}/approval`, { version: 1 });
  const { id, version } = await api.ask('POST', '/consents', {
    ...{ person: 'Amira', scope: 'Website', givenOn: '2026-01-05', assetIds: [picture.assetId] },
  });
  await page.goto(`${desk}/calendar?view=month&date=${nextMonth(15)}`);
  const card = (state: string) => page.getByRole('link', { name: new RegExp(`^Dragged and held, .*${state}`) });
  await card('scheduled').waitFor();
  await hover(page, card('scheduled'), dayCell(page, nextMonth(17)));
  await api.ask('POST', `/consents/${String(id)}/withdraw`, { version, reason: 'Moved away.' });
  await card('held').waitFor();
  // Beside the calendar, where nothing is dropped.
  await page.mouse.move(100, 700, { steps: 4 });
  await page.mouse.up();
  // Freed, it is not drawn as if it were still on its way.
  const content = { leadImage: null, body: { type: 'doc', content: [{ type: 'paragraph' }] } };
  const saved = await api.ask('PUT', `/items/${item}`, {
    title: 'Dragged and held',
    summary: '',
    version: approved['version'],
    content,
  });
  await api.ask('POST', `/items/${item}/approval`, { version: saved['version'] });
  await card('scheduled').waitFor();
  await expectGone(page.locator('[data-entry].opacity-50'));
  await page.context().close();
});

it('keeps a time chosen on a phone only when it is done, and none that is over', async () => {
  const page = await newPage({ onPhone: true });
  await page.goto(`${desk}/posts/new?item=${await api.writeStory('Told from a tram')}`);
  const time = page.getByRole('button', { name: /^Change the time/ });
  const dialog = page.getByRole('dialog', { name: 'When it goes out' });
  const typeInto = async (part: RegExp, keys: string) => {
    await time.tap();
    await dialog.getByRole('spinbutton', { name: part }).focus();
    await page.keyboard.type(keys);
  };
  for (const leave of [
    () => page.keyboard.press('Escape'),
    () => dialog.getByRole('button', { name: 'Close' }).tap(),
  ]) {
    await typeInto(/^hour/i, '1745');
    await leave();
    await expectGone(dialog);
    await expect.poll(() => time.textContent()).toContain('09:00');
  }
  await typeInto(/^year/i, '2020');
  await dialog.getByText('Choose today or a later day.').waitFor();
  await look(page, 'a date that is over');
  await expect.poll(() => dialog.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
  await page.context().close();
});

function paste(page: Page, html: string): Promise<void> {
  return page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, html);
}

it('keeps the cells of a pasted table apart', async () => {
  const page = await newPage();
  const item = await api.writeStory('Opening times', 'Open:');
  await page.goto(`${desk}/items/${item}`);
  await page.getByRole('textbox', { name: 'The story' }).click();
  await page.keyboard.press('Control+End');
  await paste(
    page,
    `<table><caption>This week</caption><tr><th>Day</th><th><p>Desk</p></th></tr><tr><td>Tue</td><td><b>closed</b></td></tr>
      <tr><td></td><td></td></tr><tr><td>Wed<ul><li>ten</li><li>two</li></ul></td><td>open</td></tr></table>`,
  );
  const lines = page.getByRole('textbox', { name: 'The story' }).locator('p');
  await vi.waitFor(
    async () =>
      expect((await lines.allTextContents()).join('\n')).toContain(
        'This week\nDay | Desk\nTue | closed\nWed\nten\ntwo\nopen',
      ),
    { timeout: patience },
  );
  await vi.waitFor(async () => expect(await api.wordsOf(item)).toContain('Tue | '), { timeout: patience });
  await page.context().close();
});

it('says in view of whoever writes that a session has ended, and saves by itself when they are back', async () => {
  const page = await newPage({ onPhone: true });
  const item = await api.writeStory('Written through lunch', 'Begun. '.repeat(500));
  await page.goto(`${desk}/items/${item}`);
  await page.getByRole('textbox', { name: 'The story' }).click();
  await page.keyboard.press('Control+End');
  await page.context().clearCookies();
  await page.keyboard.type('After the session.');
  const words = page.getByRole('main').getByText('Not saved: your session has ended. Kept on this device.');
  await words.waitFor();
  const line = await words.boundingBox();
  expect(line?.y).toBeGreaterThanOrEqual(0);
  expect(line?.y).toBeLessThan(100);
  const toolbar = await page.getByRole('toolbar', { name: 'Format the story' }).boundingBox();
  expect(toolbar?.y).toBeGreaterThanOrEqual((line?.y ?? 0) + (line?.height ?? 0));
  await look(page, 'a story whose session has ended');

  const way = await page.getByRole('link', { name: 'Sign in again' }).getAttribute('href');
  const other = await page.context().newPage();
  await other.goto(new URL(way ?? '', page.url()).href);
  await other.getByLabel('E-mail address').fill(owner.email);
  await other.getByLabel('Password', { exact: true }).fill(owner.password);
  await other.getByRole('button', { name: 'Sign in', exact: true }).tap();
  await other.waitForURL(page.url());
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expectGone(words);
  await vi.waitFor(async () => expect(await api.wordsOf(item)).toContain('After the session.'), { timeout: patience });

  await page.goto(`${desk}/team`);
  const more = page.getByRole('button', { name: /^More/ });
  await expect.poll(() => more.getAttribute('aria-current')).toBe('page');
  await page.context().close();
});

it('says in an editor’s words that a story is too long', async () => {
  const page = await newPage();
  await page.goto(`${desk}/items/${await api.writeStory('A whole book')}`);
  await page.getByRole('textbox', { name: 'The story' }).click();
  await paste(page, '<p>Again.</p>'.repeat(5100));
  await page.getByRole('main').getByText('this story is too long: at most 5,000 paragraphs.').waitFor();
  await page.context().close();
});

it('says in the dialog of a new episode that the shows could not be loaded, and tries again', async () => {
  const page = await newPage();
  await page.route('**/api/**/shows', (route) => route.fulfill({ status: 500 }));
  await page.goto(`${desk}/items`);
  await page.getByRole('button', { name: 'New episode' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New episode' });
  await dialog.getByRole('alert').waitFor();
  await look(page, 'a new episode whose shows could not be loaded');
  await page.unroute('**/api/**/shows');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByRole('link', { name: 'Begin a show' }).waitFor();
  await page.context().close();
});

it('has a page of its own for what is not there', async () => {
  for (const path of ['/nowhere', '/w/nothing/calendar', `${desk}/nowhere`, `${desk}/items/abc`]) {
    await first.goto(path);
    await vi.waitFor(async () => expect(await first.getByRole('heading', { level: 1 }).count()).toBe(1), {
      timeout: patience,
    });
    await look(first, path);
  }
});

it('shows nothing that axe finds or that breaks', () => {
  expect(findings).toEqual([]);
  expect(faults.flat()).toEqual([]);
});
