import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import { expectGone, inDays, newContext, setUp, startStage, watchAccessibility } from './journey.ts';
import { keyboardOf } from './keyboard.ts';
import { landscapePhoto, noise } from './pictures.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();

it('stays where somebody works when what had the focus does its work and goes', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const notices = page.getByRole('region', { name: 'Notices' });
  const { press, type, tabTo, arrive, unseen } = keyboardOf(page);
  const [river = '', ward = ''] = [
    await api.upload('river.jpg', 'image/jpeg', await landscapePhoto()),
    await api.upload('ward.png', 'image/png', await noise(40)),
    await api.upload('garden.png', 'image/png', await noise(50)),
  ];
  await api.writeStory('The river walk', undefined, { assetId: river, alt: 'A river' });
  await api.writeStory('A night on the ward', undefined, { assetId: ward, alt: 'A ward' });

  // Words of an upload: by keys, taken back, and by mouse.
  await page.goto(`${desk}/media?asset=${river}`);
  const credit = page.getByRole('complementary').getByLabel('Credit');
  await credit.focus();
  await type('Ben Okafor');
  await tabTo(/^Save$/);
  await press('Enter');
  await notices.getByText('What is written about river.jpg is saved.').waitFor();
  await arrive(/^Save$/);
  await look(page, 'words of an upload that are saved');
  await credit.focus();
  await type(' and team');
  await tabTo(/^Undo the changes$/);
  await press('Enter');
  await arrive(/^Words and rights|^Name/);
  await credit.fill('Amira Shah');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectGone(page.getByText('Not saved yet'));
  await arrive(/^Save$/);

  await binSeveral(page, desk);

  const words = { title: 'Kitchen talk', description: 'Tea.', author: 'Riverside', categories: ['Health & Fitness'] };
  const show = await api.ask('POST', '/shows', { ...words, channelId: await api.newsroom() });
  await page.goto(`${desk}/shows/${String(show['id'])}/settings`);
  await page.getByRole('textbox', { name: /^Title/ }).fill('Kitchen talks');
  await tabTo(/^Save the show$/);
  await press('Enter');
  await notices.getByText('The show is saved.').waitFor();
  await arrive(/^Save the show$/);
  await holdWhatHasTheFocus(page, desk);
  expect(unseen).toEqual([]);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

/** What is in use stays chosen, and is named with its reason; once nothing stays, the focus is in the library. */
async function binSeveral(page: Page, desk: string): Promise<void> {
  const { press, tabTo, arrive } = keyboardOf(page);
  const option = (name: string) => page.getByRole('option', { name, exact: false });
  await page.goto(`${desk}/media`);
  await page.getByRole('button', { name: 'Choose several' }).press('Enter');
  for (const name of ['river.jpg', 'ward.png', 'garden.png']) await option(name).press(' ');
  await page.getByText('3 chosen').waitFor();
  await tabTo(/^Put them in the bin$/);
  await press('Enter');
  await page.getByText('2 chosen').waitFor();
  await arrive(/^Put them in the bin$/);
  const refusal = await page.getByRole('region', { name: 'Notices' }).getByText('2 were not moved.').textContent();
  expect(refusal?.split('\n').sort()).toEqual([
    '2 were not moved.',
    'river.jpg: “The river walk” uses this upload, so it stays.',
    'ward.png: “A night on the ward” uses this upload, so it stays.',
  ]);
  await look(page, 'uploads that were not moved');
  await page.getByRole('button', { name: 'Done', exact: true }).press('Enter');
  await arrive(/^Library$/);

  await page.getByRole('button', { name: 'Bin, 1' }).press('Enter');
  const bin = page.getByRole('region', { name: 'What is in the bin' });
  await bin.getByRole('button', { name: 'Choose several' }).press('Enter');
  await option('garden.png').press(' ');
  await page.getByText('1 chosen').waitFor();
  await tabTo(/^Restore them$/);
  await press('Enter');
  await arrive(/^What is in the bin$/);
  await page.getByText('The bin is empty.').waitFor();
}

/** A card of the calendar that is held while it has the focus, and freed again. */
async function holdWhatHasTheFocus(page: Page, desk: string): Promise<void> {
  const api = deskApi(page);
  const picture = { assetId: await api.upload('amira.jpg', 'image/jpeg', await landscapePhoto()), alt: 'Amira' };
  const item = await api.writeStory('A day with Amira', 'Come in.', picture);
  await api.post(item, { wallTime: `${inDays(2)}T09:00` });
  const { version } = await api.ask('POST', `/items/${item}/approval`, { version: 1 });
  const consent = await api.ask('POST', '/consents', {
    ...{ person: 'Amira', scope: 'Website', givenOn: inDays(-9), assetIds: [picture.assetId] },
  });
  await page.goto(`${desk}/calendar?view=agenda`);
  const card = (state: string) => page.getByRole('link', { name: new RegExp(`^A day with Amira, .*${state}`) });
  await card('scheduled').focus();
  await api.ask('POST', `/consents/${String(consent['id'])}/withdraw`, {
    version: consent['version'],
    reason: 'Moved.',
  });
  await card('held').waitFor();
  expect(await card('held').evaluate((link) => link === document.activeElement)).toBe(true);
  const content = { leadImage: null, body: { type: 'doc', content: [{ type: 'paragraph' }] } };
  const saved = await api.ask('PUT', `/items/${item}`, { title: 'A day with Amira', summary: '', version, content });
  await api.ask('POST', `/items/${item}/approval`, { version: saved['version'] });
  await card('scheduled').waitFor();
  expect(await card('scheduled').evaluate((link) => link === document.activeElement)).toBe(true);
}
