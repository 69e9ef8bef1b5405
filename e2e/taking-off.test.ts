import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import { dayCell, expectGone, newContext, setUp, startStage, today, watchAccessibility } from './journey.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
const nextMonth = (day: number) => Temporal.PlainDate.from(today()).add({ months: 1 }).with({ day }).toString();

it('takes a post off the calendar and puts it back on its time, unless that would lose or approve something', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const item = await api.writeStory('The garden');
  const post = await api.post(item, { wallTime: `${nextMonth(10)}T11:00` });
  const read = () => api.ask('GET', `/posts/${post}`);
  const back = page.getByText(
    /^“The garden” is off the calendar, and a draft again\. Undo puts it back on .+, 11:00\.$/,
  );
  const undo = page.getByRole('button', { name: 'Undo' });

  await page.goto(`${desk}/calendar?view=month&date=${nextMonth(15)}`);
  await takeOff(page, 'Actions for The garden');
  await back.waitFor();
  expect(await read()).toMatchObject({ state: 'draft', wallTime: null });
  await undo.click();
  await page.getByText(/^Back on .+, 11:00\.$/).waitFor();
  await dayCell(page, nextMonth(10)).locator('a').waitFor();
  expect(await read()).toMatchObject({ state: 'scheduled', wallTime: `${nextMonth(10)}T11:00` });

  // On the page of the post, too; and what somebody else did meanwhile stays.
  await page.goto(`${desk}/posts/${post}`);
  await takeOff(page, 'More actions');
  await back.waitFor();
  const { version } = await read();
  await api.ask('POST', `/posts/${post}/schedule`, { version, wallTime: `${nextMonth(12)}T09:00` });
  await undo.click();
  await page.getByText(/^“The garden” was not put back on .+, 11:00\. It was changed meanwhile; /).waitFor();
  expect(await read()).toMatchObject({ state: 'scheduled', wallTime: `${nextMonth(12)}T09:00` });

  // An owner who put this back would approve words that nobody has approved, whether they came after it was taken off or before.
  const rewrite = async () => {
    const { version, summary, content } = await api.ask('GET', `/items/${item}`);
    await api.ask('PUT', `/items/${item}`, { version, title: 'The garden', summary: `${summary}!`, content });
  };
  await expectGone(undo);
  await takeOff(page, 'More actions');
  await page.getByText(/ Undo puts it back on .+, 09:00\.$/).waitFor();
  await rewrite();
  await undo.click();
  await page.getByText(/^“The garden” was not put back on .+, 09:00\. It was changed meanwhile; /).waitFor();
  const draft = await read();
  expect(draft).toMatchObject({ state: 'draft' });
  await api.ask('POST', `/posts/${post}/schedule`, { version: draft['version'], wallTime: `${nextMonth(12)}T09:00` });
  await rewrite();
  await page.getByText('Waits for approval: ').waitFor();
  await takeOff(page, 'More actions');
  await page.getByText(/^“The garden” is off .+ It was planned for .+, 09:00\.$/).waitFor();
  await expectGone(undo);
  await look(page, 'the notice of a post that was taken off');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

async function takeOff(page: Page, menu: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: /^Take off the calendar/ }).click();
}
