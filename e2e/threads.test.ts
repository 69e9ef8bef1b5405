import { mastodonFake } from '@mobilise/channels/mastodon-fake';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();

let fake: Awaited<ReturnType<typeof mastodonFake>>;
beforeAll(async () => {
  fake = await mastodonFake();
});
afterAll(() => fake.close());

it('writes a thread with the keyboard, sends it, and finds every part on its page', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const item = await api.writeStory('Flu clinic');
  await api.ask('POST', '/channels', { kind: 'mastodon', name: 'Our news', ...fake.typed(fake.url) });

  await page.goto(`${desk}/posts/new?item=${item}`);
  const column = page.getByRole('region', { name: 'Our news' });
  await column
    .getByRole('textbox')
    .first()
    .fill(`${'x'.repeat(260)}. `.repeat(38));
  await column.getByText('That would be 38 parts; a thread has at most 25.').waitFor();
  await column.getByRole('textbox').first().fill('The flu clinic opens. '.repeat(30));
  await column.getByRole('button', { name: 'Split into a thread of 2' }).click();
  const second = column.getByRole('textbox', { name: 'Part 2: text' });
  await vi.waitFor(async () => expect(await isFocused(second)).toBe(true), { timeout: patience });
  await column.getByRole('textbox').first().fill('The flu clinic opens on Saturday.');
  await second.fill('No appointment needed.');
  await column.getByRole('button', { name: 'Add a part' }).focus();
  await page.keyboard.press('Enter');
  const third = column.getByRole('textbox', { name: 'Part 3: text' });
  await vi.waitFor(async () => expect(await isFocused(third)).toBe(true), { timeout: patience });
  // Nobody is told to write what they are about to write; an empty part that was left is named.
  await page.getByText('Does not fit yet: Our news (part 3).').waitFor();
  await expect.poll(() => column.getByText('Write something, or remove this part.').count()).toBe(0);
  await second.focus();
  await column.getByText('Write something, or remove this part.').waitFor();
  await third.fill('Nobody reads this far.');
  await column.getByRole('button', { name: 'Remove part 3' }).focus();
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await isFocused(second)).toBe(true), { timeout: patience });
  await column.getByLabel('Preview on Mastodon').getByText('No appointment needed.').waitFor();
  await look(page, 'a thread in the composer');

  // The newsroom is not asked for: one post, with what follows it.
  await page.getByRole('checkbox', { name: /^Newsroom/ }).press('Space');
  await page.getByRole('button', { name: 'Publish now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Publish now' }).click();
  await vi.waitFor(() => expect(fake.texts()).toHaveLength(2), { timeout: patience });
  expect(fake.texts()[1]).toBe('No appointment needed.');
  expect(fake.replies?.()).toHaveLength(1);

  const { data } = (await api.ask('GET', '/posts')) as { data: { id: string }[] };
  expect(data).toHaveLength(2);
  await page.goto(`${desk}/posts/${data[1]?.id}`);
  await page.getByText('Part 1 of 2, this one').waitFor();
  // What is out of this post is its own words; those of the part are in the list.
  const out = page.getByRole('region', { name: 'Preview on Mastodon' });
  await out.getByText('The flu clinic opens on Saturday.').waitFor();
  await expect.poll(() => out.getByText('No appointment needed.').count()).toBe(0);
  await look(page, 'a thread on the page of its first part');
  await page.getByRole('button', { name: 'Delete from Our news…' }).click();
  const deleting = page.getByRole('alertdialog');
  await deleting.getByText('Part 2 stays there, answering something that is gone.').waitFor();
  await deleting.getByRole('button', { name: 'Keep it as it is' }).click();
  await page.getByRole('link', { name: 'Part 2 of 2', exact: true }).click();
  await page.getByText('Part 2 of 2, this one').waitFor();
  await page.getByRole('heading', { name: 'Flu clinic (part 2)', level: 1 }).waitFor();
  await page.getByText('/ Part 2 on Our news').waitFor();

  await page.goto(`${desk}/items/${item}`);
  await page.getByRole('link', { name: /Our news \(part 2\)/ }).waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Correct what is out…' }).click();
  await page.getByLabel('What was wrong').fill('The clinic is on Sunday.');
  await page.getByRole('button', { name: 'Go on to the channels' }).click();
  const ofSecond = page.getByRole('region', { name: 'Our news (part 2)' });
  await ofSecond.getByRole('paragraph').filter({ hasText: 'No appointment needed.' }).waitFor();
  await ofSecond.getByText('Leave it as it is').click();
  await ofSecond.getByRole('button', { name: 'Leave it on Our news (part 2)' }).waitFor();
  await look(page, 'a correction of a thread');

  const { channelId } = (await api.ask('GET', `/posts/${data[0]?.id}`)) as { channelId: string };
  const draft = await api.ask('POST', '/posts', {
    itemId: item,
    channelId,
    content: { text: 'Once more', images: [], link: null, thread: [{ text: 'And then', images: [] }] },
  });
  await page.goto(`${desk}/posts/${String(draft['id'])}`);
  await leaveWhileEditing(page);

  // What is typed while it goes out is not lost.
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const words = page.getByRole('main').getByRole('textbox').first();
  await words.fill('Words that came too late');
  const { version } = (await api.ask('GET', `/posts/${String(draft['id'])}`)) as { version: number };
  await api.ask('POST', `/posts/${String(draft['id'])}/publish-now`, { version });
  await page.getByRole('alert').getByText('It went out while you were writing').waitFor();
  await expect.poll(() => words.inputValue()).toBe('Words that came too late');
  await look(page, 'a post that went out while it was edited');
  const question = page.waitForEvent('dialog').then((dialog) => dialog.dismiss());
  await page.getByRole('main').getByRole('button', { name: 'Close', exact: true }).click();
  await question;
  await expect.poll(() => words.inputValue()).toBe('Words that came too late');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

/** On the page of a thread that is not out: what is typed is not left without a question, and cancelling says what it ends. */
async function leaveWhileEditing(page: Page) {
  await page.getByText('What comes after it follows once this is out.').waitFor();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const part = page.getByRole('textbox', { name: 'Part 2: text' });
  await part.fill('And then at nine');
  const question = page.waitForEvent('dialog').then(async (dialog) => {
    await dialog.dismiss();
    return dialog.message();
  });
  const elsewhere = page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Calendar' });
  await elsewhere.click();
  expect(await question).toMatch(/not saved/);
  await expect.poll(() => part.inputValue()).toBe('And then at nine');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await part.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Cancel…' }).click();
  const cancelling = page.getByRole('alertdialog');
  await cancelling.getByText('The part behind it does not come then, either.').waitFor();
  await cancelling.getByRole('button', { name: 'Keep it as it is' }).click();
  await cancelling.waitFor({ state: 'detached' });
}

const isFocused = (box: Locator) => box.evaluate((element) => element === document.activeElement);
