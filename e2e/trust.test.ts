import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import {
  dayCell,
  deskOf,
  drag,
  expectGone,
  hover,
  newContext,
  patience,
  setUp,
  startStage,
  today,
  watchAccessibility,
} from './journey.ts';
import { owner } from './people.ts';
import { totp } from './totp.ts';

const password = 'harbour candle willow nine';
const { look, findings } = watchAccessibility();
/** A day of the month after this one, and of the one before. */
const nextMonth = (day: number) => Temporal.PlainDate.from(today()).add({ months: 1 }).with({ day }).toString();
const monthBefore = (day: number) => Temporal.PlainDate.from(today()).subtract({ months: 1 }).with({ day }).toString();

const stage = startStage();
let desk: string;
let ada: Page;
let ben: Page;
let api: ReturnType<typeof deskApi>;
const faults: string[] = [];

beforeAll(async () => {
  ada = await newPage();
  desk = await setUp(ada, stage.product);
  api = deskApi(ada);
});

async function newPage(): Promise<Page> {
  const opened = await newContext(stage);
  opened.context.on('weberror', (event) => faults.push(String(event.error())));
  return opened.page;
}

/** Joins by a link that the owner was given; answers the page at the calendar. */
async function join(link: string, name: string): Promise<Page> {
  const page = await newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Choose a password').fill(password);
  await page.getByRole('button', { name: /^Join / }).click();
  await deskOf(page);
  return page;
}

async function write(page: Page, item: string, words: string): Promise<void> {
  await page.goto(`${desk}/items/${item}`);
  await page.getByRole('textbox', { name: 'The story' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
}

const card = (page: Page, title: string) => page.getByRole('link', { name: new RegExp(`${title}, `) });

it('lets a person join by a link that the owner makes, once', async () => {
  await ada.goto(`${desk}/team`);
  await ada.getByRole('button', { name: 'Invite a person' }).click();
  await ada.getByLabel('E-mail address').fill('ben@riverside.example');
  await look(ada, 'the dialog of inviting');
  await ada.getByRole('button', { name: 'Make the link' }).click();
  const link = (await ada.getByRole('dialog').locator('code').textContent()) ?? '';
  ben = await join(link, 'Ben Okafor');
  const late = await newPage();
  await late.goto(link);
  await late.getByRole('heading', { name: 'This invitation does not work any more' }).waitFor();
  await look(late, 'an invitation that was used');
  await late.context().close();
  await ada.getByRole('button', { name: 'Done' }).click();
  await ada.getByRole('row', { name: /Ben Okafor.*Editor/ }).waitFor();
  await look(ada, 'the people of the team');
});

describe('words', () => {
  it('survive a tab that is closed the moment they are typed', async () => {
    const item = await api.writeStory('Closed too early', 'First.');
    const context = ada.context();
    const page = await context.newPage();
    await write(page, item, ' And the last sentence.');
    await page.close();
    const again = await context.newPage();
    await again.goto(`${desk}/items/${item}`);
    await again.getByText('First. And the last sentence.').waitFor();
    await vi.waitFor(async () => expect(await api.wordsOf(item)).toContain('And the last sentence.'), {
      timeout: patience,
    });
    await again.close();
  });

  it('survive a lost connection, and a tab closed during it', async () => {
    const item = await api.writeStory('Written on a train', 'Before the tunnel.');
    const page = await ada.context().newPage();
    await write(page, item, ' ');
    await offline(page.context(), async () => {
      await page.keyboard.type('In the tunnel.');
      await page.getByRole('main').getByText('Not saved: you are offline. Kept on this device.').waitFor();
      await page.close();
    });
    const again = await ada.context().newPage();
    await again.goto(`${desk}/items/${item}`);
    await again.getByText(/had not reached the server/).waitFor();
    await vi.waitFor(async () => expect(await api.wordsOf(item)).toContain('In the tunnel.'), { timeout: patience });
    await again.close();
  });

  it('of two people at once are compared, and neither is lost', async () => {
    const item = await api.writeStory('Two pens', 'Begun.');
    await write(ben, item, ' ');
    await ben.getByText(/^Saved /).waitFor();
    await offline(ben.context(), async () => {
      await ben.keyboard.type('By Ben.');
      await ben.getByRole('main').getByText('Not saved: you are offline.').waitFor();
      await write(ada, item, ' By Ada.');
      await vi.waitFor(async () => expect(await api.wordsOf(item)).toContain('By Ada.'), { timeout: patience });
    });
    await ben.getByRole('heading', { name: 'Ada Reid changed this while you were writing' }).waitFor();
    await look(ben, 'the comparison of two texts');
    await ben.getByRole('button', { name: 'Keep mine as the newest' }).click();
    await vi.waitFor(async () => expect(await api.wordsOf(item)).toContain('By Ben.'), { timeout: patience });
    const { data } = (await api.ask('GET', `/items/${item}/revisions`)) as { data: { number: number }[] };
    const all = await Promise.all(data.map(({ number }) => api.ask('GET', `/items/${item}/revisions/${number}`)));
    expect(JSON.stringify(all)).toContain('By Ada.');
    expect(await api.wordsOf(item)).not.toContain('By Ada.');
  });

  it('of somebody else are not taken back by undo, one’s own are', async () => {
    const item = await api.writeStory('Undone', 'Begun.');
    await ada.goto(`${desk}/items/${item}`);
    const story = ada.getByRole('textbox', { name: 'The story' });
    const undo = ada.getByRole('button', { name: 'Undo (Ctrl+Z)' });
    await story.getByText('Begun.').waitFor();
    await write(ben, item, ' By Ben.');
    await story.getByText('Begun. By Ben.').click();
    expect(await undo.isDisabled()).toBe(true);
    await ada.keyboard.press('Control+z');
    await ada.keyboard.press('Control+Home');
    // One key: what is typed with a pause between is taken back piece by piece.
    await ada.keyboard.type('X');
    await story.getByText('XBegun. By Ben.').waitFor();
    await ben.getByRole('textbox', { name: 'The story' }).getByText('XBegun. By Ben.').waitFor();
    await ben.keyboard.type(' More.');
    await story.getByText('XBegun. By Ben. More.').waitFor();
    await ada.keyboard.press('Control+z');
    await expect.poll(() => undo.isDisabled()).toBe(true);
    await ada.keyboard.press('Control+z');
    await vi.waitFor(async () => expect(await api.wordsOf(item)).toContain('"Begun. By Ben. More."'), {
      timeout: patience,
    });
    expect(await story.textContent()).toBe('Begun. By Ben. More.');
  });

  it('of two people in different fields come together without a question', async () => {
    const item = await api.writeStory('Two fields', 'Begun.');
    for (const page of [ada, ben]) {
      await page.goto(`${desk}/items/${item}`);
      await page
        .getByRole('main')
        .getByText(/^Saved /)
        .waitFor();
    }
    await offline(ben.context(), async () => {
      await ben.getByLabel('Title', { exact: true }).fill('Ben’s title');
      await ben.getByRole('main').getByText('Not saved: you are offline.').waitFor();
      await ada.getByLabel('Standfirst').fill('Ada’s standfirst.');
      const saved = async () =>
        expect(await api.ask('GET', `/items/${item}`)).toMatchObject({ summary: 'Ada’s standfirst.' });
      await vi.waitFor(saved, { timeout: patience });
    });
    const both = { title: 'Ben’s title', summary: 'Ada’s standfirst.' };
    const come = async () => expect(await api.ask('GET', `/items/${item}`)).toMatchObject(both);
    await vi.waitFor(come, { timeout: patience });
    await expect.poll(() => ada.getByLabel('Title', { exact: true }).inputValue()).toBe(both.title);
    await expect.poll(() => ben.getByLabel('Standfirst').inputValue()).toBe(both.summary);
  });
});

async function offline(context: BrowserContext, meanwhile: () => Promise<void>): Promise<void> {
  await context.setOffline(true);
  try {
    await meanwhile();
  } finally {
    await context.setOffline(false);
  }
}

it('shows where the public will find an item: at its title, or where somebody chose', async () => {
  const item = await api.writeStory('E3', 'Begun.');
  await ada.goto(`${desk}/items/${item}`);
  const address = ada.locator('section', { has: ada.getByRole('heading', { name: 'Public address' }) });
  await address.getByText(/\/e3$/).waitFor();
  await ada.getByLabel('Title', { exact: true }).fill('Six minutes of tone');
  await address.getByText(/\/six-minutes-of-tone$/).waitFor();
  await look(ada, 'the public address');
  await address.getByRole('button', { name: 'Change… the public address' }).click();
  const end = ada.getByLabel('End of the address');
  // What somebody else saves meanwhile is in the field, until one has written there.
  const rename = async (title: string) => {
    const { version, summary, content } = await api.ask('GET', `/items/${item}`);
    await api.ask('PUT', `/items/${item}`, { version, title, summary, content });
  };
  await rename('Five minutes of tone');
  await expect.poll(() => end.inputValue()).toBe('five-minutes-of-tone');
  await end.fill('shows');
  await rename('Six minutes of tone');
  await ada.getByText('Somebody else changed this meanwhile.').waitFor();
  await look(ada, 'an address that changed meanwhile');
  await ada.getByRole('button', { name: 'Go on with mine' }).click();
  await ada.getByRole('button', { name: 'Change the address' }).click();
  await ada.getByText('This address is taken. Choose another').waitFor();
  await look(ada, 'an address that is taken');
  await end.fill('Six Minutes');
  await ada.getByRole('button', { name: 'Change the address' }).click();
  await ada.getByText('Use small letters, digits and single hyphens').waitFor();
  await end.fill('tone');
  await ada.getByRole('button', { name: 'Change the address' }).click();
  await address.getByText(/\/tone$/).waitFor();
  await ada.getByLabel('Title', { exact: true }).fill('Seven minutes');
  await vi.waitFor(
    async () => expect(await api.ask('GET', `/items/${item}`)).toMatchObject({ title: 'Seven minutes' }),
    {
      timeout: patience,
    },
  );
  expect(await api.ask('GET', `/items/${item}`)).toMatchObject({ slug: 'tone' });
});

describe('the calendar', () => {
  it('says why a past day takes nothing', async () => {
    await api.writeStory('Too late');
    await ada.goto(`${desk}/calendar?view=month&date=${monthBefore(15)}`);
    const waiting = ada.getByRole('button', { name: 'Schedule Too late' });
    const past = dayCell(ada, monthBefore(10));
    await hover(ada, waiting, past);
    await past.getByText(/ has passed\.$/).waitFor();
    await ada.mouse.up();
    await ada.getByText(/“Too late” was not moved\. .* has passed\. Choose a later time\./).waitFor();
    await waiting.waitFor();
    await expect.poll(() => ada.getByRole('dialog').count()).toBe(0);
  });

  it('shows others what somebody moves, as it happens', async () => {
    const item = await api.writeStory('Seen by both');
    const created = await api.ask('POST', '/posts', {
      itemId: item,
      channelId: await api.newsroom(),
      schedule: { wallTime: `${nextMonth(10)}T11:00` },
    });
    for (const page of [ada, ben]) {
      await page.goto(`${desk}/calendar?view=month&date=${nextMonth(15)}`);
      await card(page, 'Seen by both').waitFor();
    }
    await drag(ada, card(ada, 'Seen by both'), dayCell(ada, nextMonth(17)));
    await card(ben, 'Seen by both')
      .and(dayCell(ben, nextMonth(17)).locator('a'))
      .waitFor();
    expect((await api.ask('GET', `/posts/${created['id']}`))['wallTime']).toBe(`${nextMonth(17)}T11:00`);
  });

  it('puts a post back when the server refuses to move it, and says why', async () => {
    // This screen hears of nobody else's changes.
    await ada.route('**/changes', (route) => route.abort());
    await ada.goto(`${desk}/calendar?view=month&date=${nextMonth(15)}`);
    await card(ada, 'Seen by both').waitFor();
    await ben.goto(`${desk}/calendar?view=month&date=${nextMonth(15)}`);
    await Promise.all([
      ben.waitForResponse((response) => response.url().endsWith('/schedule') && response.ok()),
      drag(ben, card(ben, 'Seen by both'), dayCell(ben, nextMonth(18))),
    ]);
    await drag(ada, card(ada, 'Seen by both'), dayCell(ada, nextMonth(5)));
    await ada.getByText('“Seen by both” was not moved: somebody changed it meanwhile.').waitFor();
    await card(ada, 'Seen by both')
      .and(dayCell(ada, nextMonth(18)).locator('a'))
      .waitFor();
    await expectGone(dayCell(ada, nextMonth(5)).locator('a'));
    await ada.unroute('**/changes');
  });

  it('holds what an editor schedules until somebody who may approves it', async () => {
    const item = await api.writeStory('Waits for a lead');
    await ben.goto(`${desk}/calendar?view=month&date=${nextMonth(15)}`);
    await drag(ben, ben.getByRole('button', { name: 'Schedule Waits for a lead' }), dayCell(ben, nextMonth(12)));
    await ben
      .getByRole('dialog')
      .getByRole('button', { name: /^Schedule for / })
      .click();
    await ben.getByRole('link', { name: /Waits for a lead, .*held.*waits for approval/i }).waitFor();
    await look(ben, 'a calendar with a held post');
    await ada.goto(`${desk}/items/${item}`);
    await ada.getByText('1 post is held.').waitFor();
    await look(ada, 'an item with a held post');
    await ada.getByRole('button', { name: 'Approve revision 1' }).click();
    await ada.getByText(/1 post is released/).waitFor();
    await ben.getByRole('link', { name: /Waits for a lead, .*newsroom, scheduled/ }).waitFor();
  });
});

describe('a person', () => {
  it('sets up a second step, and signs in with it', async () => {
    await ben.goto('/account');
    await ben.getByRole('button', { name: 'Set up two-step sign-in' }).click();
    await ben.getByLabel('Your password').fill(password);
    await ben.getByRole('button', { name: 'Go on' }).click();
    await ben.getByRole('img', { name: /^QR code/ }).waitFor();
    await look(ben, 'the set-up of the second step');
    const key = (await ben.getByRole('dialog').locator('code').textContent()) ?? '';
    await ben.getByLabel('Code', { exact: true }).fill(totp(key));
    await ben.getByRole('button', { name: 'Turn on two-step sign-in' }).click();
    await look(ben, 'the backup codes');
    await ben.getByRole('button', { name: 'I have kept them' }).click();
    await ben.getByText('On', { exact: true }).waitFor();
    await look(ben, 'the account');

    await ben.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await ben.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    await look(ben, 'sign-in');
    await ben.goto(`${desk}/calendar`);
    await ben.waitForURL(/\/sign-in\?next=/);
    await ben.getByLabel('E-mail address').fill('ben@riverside.example');
    await ben.getByLabel('Password', { exact: true }).fill(owner.password);
    await ben.getByRole('button', { name: 'Sign in' }).click();
    await ben.getByText('No account has this e-mail address and password.').waitFor();
    await ben.getByLabel('Password', { exact: true }).fill(password);
    await ben.getByRole('button', { name: 'Sign in' }).click();
    await ben.getByRole('heading', { name: 'Enter your second step' }).waitFor();
    await look(ben, 'the second step');
    // Each code works once, and the one of this half minute may be used up.
    const code = totp(key, Date.now() + 30_000);
    await ben.getByLabel('Code', { exact: true }).fill(code === '000000' ? '111111' : '000000');
    await ben.getByRole('button', { name: 'Sign in' }).click();
    await ben.getByText('That code is not right, or its half minute has passed.').waitFor();
    await ben.getByLabel('Code', { exact: true }).fill(totp(key, Date.now() + 30_000));
    await ben.getByRole('button', { name: 'Sign in' }).click();
    await deskOf(ben);
  });

  it('whose role does not allow something reads who may', async () => {
    const { link } = (await api.ask('POST', '/invitations', { email: 'vi@riverside.example', role: 'viewer' })) as {
      link: string;
    };
    const page = await join(link, 'Vi Stone');
    await page.getByText(/To put these on a day, ask an owner, a lead or an editor\./).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Move / }).count()).toBe(0);
    await look(page, 'the calendar of a viewer');
    await page.goto(`${desk}/team`);
    await page.getByText(/Ask an owner\.$/).waitFor();
    await page.goto(`${desk}/team/keys`);
    await page
      .getByText(/Ask an owner\.$/)
      .first()
      .waitFor();
    await look(page, 'the keys, to a viewer');
    await page.goto(`${desk}/items`);
    await page.getByRole('link', { name: 'Two pens' }).click();
    await page.getByText('By Ben.').waitFor();
    await expect.poll(() => page.locator('[contenteditable="true"], textarea').count()).toBe(0);
    await look(page, 'a story that one may only read');
    await page.context().close();
  });
});

it('shows nothing that axe finds or that breaks', () => {
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
