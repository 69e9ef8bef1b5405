import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { deskApi } from './desk.ts';
import { newContext, setUp, startStage, watchAccessibility } from './journey.ts';
import { keyboardOf } from './keyboard.ts';
import { spokenWav } from './recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'mobilise-audiogram-journey-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// A program that hears the same whatever is said.
const program = join(folder, 'hear.mjs');
writeFileSync(program, `console.log('WEBVTT\\n\\n00:00.000 --> 00:02.000\\nThe kettle goes on.');`);

const { look, findings } = watchAccessibility();
const stage = startStage(() => ({ TRANSCRIBE_COMMAND: `"${process.execPath}" "${program}" {input}` }));
/** Milliseconds that a film of some seconds may take on a busy machine, with the slowest ffmpeg. */
const patience = 120_000;

it('has an episode written down, and makes an audiogram of it, with a keyboard alone', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const words = { title: 'Kitchen talk', description: 'Tea.', author: 'Riverside', categories: ['Health & Fitness'] };
  const show = await api.ask('POST', '/shows', { ...words, channelId: await api.newsroom() });
  const me = await (await page.request.get('/api/v1/me')).json();
  const address = `/api/v1/workspaces/${me.workspaces[0].id}/assets?filename=kettle.wav`;
  const upload = await page.request.post(address, { data: spokenWav(3), headers: { 'Content-Type': 'audio/wav' } });
  const { id: assetId } = await upload.json();
  const made = await api.ask('POST', '/items', { kind: 'episode', title: 'The kettle', showId: show['id'] });
  const content = { ...(made['content'] as object), audio: { assetId, trim: null } };
  await api.ask('PUT', `/items/${made['id']}`, {
    ...{ title: 'The kettle', summary: '', version: made['version'], content },
  });
  await page.goto(`${desk}/items/${made['id']}`);
  await page.getByRole('slider', { name: 'Playing point' }).waitFor({ timeout: patience });

  const keys = keyboardOf(page);
  await page.getByRole('heading', { level: 1 }).focus();
  await keys.tabTo(/^Transcribe$/);
  await keys.press('Enter');
  const take = page.getByRole('button', { name: 'Take it over' });
  await take.waitFor({ timeout: patience });
  await look(page, 'what was written down');
  await take.focus();
  await keys.press('Enter');
  await page.getByRole('textbox', { name: /^Words of cue 1,/ }).waitFor();
  await page.getByText('The kettle goes on.').waitFor();

  await keys.tabTo(/^Make an audiogram$/);
  await keys.press('Enter');
  await page.getByRole('slider', { name: 'End of the audiogram' }).waitFor();
  await look(page, 'choosing an audiogram');
  await page.screenshot({ path: join(process.env['SHOTS'] ?? folder, 'audiogram-form-1440.png'), fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'choosing an audiogram on a phone');
  await page.screenshot({ path: join(process.env['SHOTS'] ?? folder, 'audiogram-form-390.png'), fullPage: true });
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.getByRole('textbox', { name: 'End of the audiogram, typed' }).focus();
  await keys.press('Control+a');
  await keys.type('0:01');
  await keys.press('Enter');
  await keys.tabTo(/^Make the audiogram$/);
  await keys.press('Enter');
  await keys.arrive(/^Audiograms$/);
  const card = page.getByRole('listitem', { name: 'Audiogram, Square, 1:1' });
  const download = card.getByRole('link', { name: /^Download/ });
  await download.waitFor({ timeout: patience });
  const file = await page.request.get((await download.getAttribute('href')) ?? '');
  expect([file.status(), file.headers()['content-type']]).toEqual([200, 'video/mp4']);
  await card.getByText('0:00 to 0:01').waitFor();
  await card.getByRole('button', { name: /^Put it in the library/ }).focus();
  await keys.press('Enter');
  await card.getByRole('link', { name: 'Open it in the library' }).waitFor();
  await look(page, 'an audiogram that is made');
  await card.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(process.env['SHOTS'] ?? folder, 'audiogram-made-1440.png') });
  expect(keys.unseen).toEqual([]);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
