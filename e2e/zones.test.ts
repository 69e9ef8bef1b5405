import { expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import { inDays, newContext, setUp, startStage, watchAccessibility } from './journey.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();

it('changes the time zone of a workspace after it has listed what moves', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const channelId = await api.newsroom();
  const itemId = await api.writeStory('Winter walk');
  const date = inDays(3);
  const { id } = await api.ask('POST', '/posts', { itemId, channelId, schedule: { wallTime: `${date}T09:00` } });
  await page.goto(`${desk}/team/workspace`);
  await page.getByRole('button', { name: 'Change the time zone…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the time zone' });
  await dialog.getByRole('combobox', { name: /^Time zone/ }).fill('Tokyo');
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  await dialog.getByRole('row', { name: /Winter walk/ }).waitFor();
  await look(page, 'what another zone moves');
  await dialog.getByRole('button', { name: 'Change it and move 1 post' }).click();
  await page.getByText(/1 post moved/).waitFor();
  const post = await api.ask('GET', `/posts/${id}`);
  expect(post['wallTime']).toBe(`${date}T09:00`);
  expect(new Date(String(post['dueAt'])).toISOString()).toBe(`${date}T00:00:00.000Z`);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
