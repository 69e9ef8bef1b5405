import { testDatabase } from '@mobilise/db/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import {
  drag,
  expectGone,
  goTo,
  inBothColours,
  newContext,
  patience,
  type Session,
  setUpFor,
  startStage,
  watchAccessibility,
} from './journey.ts';
import { keyboardOf } from './keyboard.ts';
import { buildRecording } from './recordings.ts';

const { db, url } = await testDatabase();
const { look, findings } = watchAccessibility();
const stage = startStage(() => ({ DATABASE_URL: url }));

let desk: string;
let session: Session;
beforeAll(async () => {
  ({ desk, session } = await setUpFor(stage));
});

interface Chapter {
  start: number;
  title: string;
}
interface Cue {
  start: number;
  end: number;
  text: string;
  speaker?: string;
}
interface Saved {
  chapters: Chapter[];
  transcript: { cues: Cue[] } | null;
  audio: { assetId: string; trim: { start: number; end: number } | null } | null;
}

it('takes a show from its first line to an episode with chapters, marked on the waveform', async () => {
  const { context, page, faults } = await newContext(stage, { storageState: session });
  await page.goto(`${desk}/calendar`);
  const api = deskApi(page);
  await buildRecording(db, context, { workspaceId: await workspaceOf(page), seconds: 120 });

  await goTo(page, 'Items');
  await page.getByRole('navigation', { name: 'Items' }).getByRole('link', { name: 'Podcasts' }).click();
  await page.getByRole('link', { name: 'New show' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Behind the doors');
  await page.getByRole('textbox', { name: 'Description' }).fill('What happens behind the doors of a hospice.');
  const category = page.getByRole('combobox', { name: 'Main category' });
  await category.fill('mental');
  await page.getByRole('option', { name: 'Health & Fitness: Mental Health' }).click();
  await look(page, 'a new show');
  const unmarked = await page
    .locator('form')
    .locator('input:is([type=text],[type=email],[type=url]):not([role=combobox],[required]), textarea:not([required])')
    .evaluateAll((fields) =>
      fields
        .filter(
          (field) => !field.ariaDescribedByElements?.some(({ textContent }) => /^Not needed/.test(textContent ?? '')),
        )
        .map((field) => field.getAttribute('name')),
    );
  expect(unmarked).toEqual([]);
  // What is written is not left without a question.
  const question = page.waitForEvent('dialog').then((dialog) => dialog.dismiss());
  await page.getByRole('link', { name: 'Cancel' }).click();
  await question;
  await expect.poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Behind the doors');
  await page.getByRole('button', { name: 'Begin the show' }).click();
  await page.getByText('This show has no episodes yet.').waitFor();

  await page.getByRole('link', { name: 'Feed and directories' }).click();
  await page.getByText('Choose a cover: directories refuse a show without one.').waitFor();
  await look(page, 'the feed of a show');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Owner’s e-mail address' }).fill('press@example.org');
  await page.getByRole('button', { name: 'Save the show' }).click();
  await page.getByText('The show is saved.').waitFor();
  await look(page, 'the settings of a show');

  await page.getByRole('link', { name: 'Episodes', exact: true }).click();
  await page.getByRole('button', { name: 'New episode' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New episode' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill('The night shift');
  await dialog.getByRole('button', { name: 'Begin the episode' }).click();
  await page.getByRole('textbox', { name: /^The show notes\./ }).waitFor();
  await page.getByRole('toolbar', { name: 'Format the show notes' }).waitFor();
  await look(page, 'an empty episode');

  // What is missing leads to its field.
  await page.getByRole('link', { name: 'Upload the audio.' }).click();
  await page
    .getByRole('region', { name: 'Audio', exact: true })
    .getByRole('button', { name: 'From the library' })
    .click();
  await page.getByRole('option', { name: /night-shift\.wav/ }).click();
  await page.getByRole('button', { name: 'Use this recording' }).click();
  const point = page.getByRole('slider', { name: 'Playing point' });
  await point.waitFor();
  await page.getByText(/−18\.2 LUFS/).waitFor();

  // It is heard: the playing point moves.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await vi.waitFor(async () => expect(Number(await point.getAttribute('aria-valuenow'))).toBeGreaterThan(300), {
    timeout: patience,
  });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  await point.focus();
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'Add a chapter at the playing point' }).click();
  const itemId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const saved = () => contentOf(api, itemId);
  // What is marked while listening is kept before it has a name of its own.
  await settled(async () => expect((await saved()).chapters).toEqual([{ start: 0, title: 'Chapter 1' }]));
  await page.keyboard.type('Welcome');
  await point.focus();
  for (const _ of [1, 2, 3]) await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: 'Add a chapter at the playing point' }).click();
  await page.keyboard.type('Three in the morning');
  await settled(async () =>
    expect((await saved()).chapters.map(({ start, title }) => [start, title])).toEqual([
      [0, 'Welcome'],
      [30_000, 'Three in the morning'],
    ]),
  );
  // A flag is dragged along the waveform, and its field says where to.
  const flag = page.getByRole('slider', { name: 'Chapter 2: Three in the morning' });
  await drag(page, flag, page.getByRole('slider', { name: 'End of what is used' }));
  await settled(async () => expect((await saved()).chapters[1]?.start).toBeGreaterThan(100_000));
  await inBothColours(page, (shade) => look(page, `chapters on the waveform, ${shade}`));

  // Others are pasted in their place, and the old ones brought back.
  await page.getByRole('region', { name: 'Chapters' }).getByRole('button', { name: 'Replace them' }).click();
  await page.getByLabel('Or paste it').fill('00:00 Hello\n00:40 Supper\nnothing\n01:20 Sleep');
  await page.getByText('3 chapters were found.').waitFor();
  await page.getByText('Line 3: this does not begin with a time and a title. It was left out.').waitFor();
  await look(page, 'chapters that were pasted');
  await page.getByRole('button', { name: 'Replace what is there' }).click();
  await settled(async () =>
    expect((await saved()).chapters.map(({ title }) => title)).toEqual(['Hello', 'Supper', 'Sleep']),
  );
  await page.getByRole('button', { name: 'Bring the old ones back' }).click();
  await settled(async () =>
    expect((await saved()).chapters.map(({ title }) => title)).toEqual(['Welcome', 'Three in the morning']),
  );

  // Nothing is heard that cannot be stopped: the editor is out of sight while a revision is looked at.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await page
    .getByRole('link', { name: /Revision \d+,/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Back to the writing' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  // One after the end is saved like all that is not finished, is pointed out, and keeps it from being approved: nothing else.
  await page.getByRole('region', { name: 'Chapters' }).getByRole('button', { name: 'Replace them' }).click();
  await page.getByLabel('Or paste it').fill('00:00 Hello\n05:00 Farewell');
  await page.getByRole('button', { name: 'Replace what is there' }).click();
  await settled(async () => expect((await saved()).chapters.map(({ title }) => title)).toEqual(['Hello', 'Farewell']));
  // The dialog has given the focus back to its button, and the list, whose rows are others, has not taken it.
  const again = page.getByRole('region', { name: 'Chapters' }).getByRole('button', { name: 'Replace them' });
  await expect.poll(() => again.evaluate((one) => one === document.activeElement)).toBe(true);
  const late = page.getByRole('textbox', { name: 'Start of chapter 2' });
  await expect.poll(() => late.getAttribute('aria-invalid')).toBe('true');
  const approve = page.getByRole('button', { name: /^(Save and approve|Approve revision \d+)$/ });
  const finding = page
    .getByRole('complementary')
    .getByRole('listitem')
    .filter({ hasText: 'The chapter “Farewell” starts after the recording has ended' });
  await finding.waitFor();
  await expectGone(approve);
  await look(page, 'a chapter after the end');
  await finding.getByRole('link', { name: 'Show it' }).click();
  await late.fill('1:30');
  await late.press('Enter');
  await expectGone(finding);
  await approve.waitFor();
  await expect.poll(() => late.getAttribute('aria-invalid')).toBe(null);

  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'an episode on a phone');
  await page.goto(`${desk}/shows`);
  await page.getByRole('link', { name: 'Behind the doors' }).waitFor();
  await look(page, 'shows on a phone');
  // Two with the same number are pointed out where they stand beside each other.
  const [show] = (await api.ask('GET', '/shows'))['data'] as { id: string }[];
  for (const title of ['The kettle', 'The tea']) {
    const { id, version, content } = await api.ask('POST', '/items', { kind: 'episode', title, showId: show?.id });
    const words = { title, summary: '', version, content: { ...(content as object), number: 7 } };
    await api.ask('PUT', `/items/${String(id)}`, words);
  }
  await page.getByRole('link', { name: 'Behind the doors' }).click();
  await page.getByText('Same number as The tea').waitFor();
  await page.getByText('Same number as The kettle').waitFor();
  await look(page, 'episodes with the same number');
  // That somebody withdrew is said once beside the recording, and once among what is found about the episode.
  const given = {
    person: 'Amira',
    scope: 'Podcasts',
    givenOn: '2026-01-05',
    assetIds: [(await saved()).audio?.assetId],
  };
  const consent = await api.ask('POST', '/consents', given);
  await api.ask('POST', `/consents/${String(consent['id'])}/withdraw`, { version: consent['version'], reason: 'x' });
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.goto(`${desk}/items/${itemId}`);
  await page.getByText('This recording may not be used any more: the consent of Amira has ended.').waitFor();
  await page.getByText(/^The consent of Amira for “night-shift\.wav” was withdrawn/).waitFor();
  expect(await page.getByText(/consent of Amira/).count()).toBe(2);
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

const vtt = `WEBVTT

00:00:02.000 --> 00:00:06.000
<v Amira>We open the doors at seven, and the kettle goes on.

00:00:06.000 --> 00:00:09.000
<v Sam>Nobody sleeps <b>much</b>.

soon --> later
Lost
`;

it('lets somebody with a keyboard alone paste a transcript, mend it against the sound, and cut the recording', async () => {
  const { context, page, faults } = await newContext(stage, { storageState: session });
  const api = deskApi(page);
  const workspaceId = await workspaceOf(page);
  const words = { title: 'Kitchen talk', description: 'Tea.', author: 'Riverside', categories: ['Health & Fitness'] };
  const show = await api.ask('POST', '/shows', { ...words, channelId: await api.newsroom() });
  const assetId = await buildRecording(db, context, { workspaceId, seconds: 60, filename: 'kettle.wav' });
  const made = await api.ask('POST', '/items', { kind: 'episode', title: 'The kettle', showId: show['id'] });
  const itemId = String(made['id']);
  const content = {
    ...(made['content'] as object),
    audio: { assetId, trim: null },
    chapters: [{ start: 6000, title: 'Sleep' }],
  };
  await api.ask('PUT', `/items/${itemId}`, { title: 'The kettle', summary: '', version: made['version'], content });
  const saved = () => contentOf(api, itemId);
  const cues = async () => (await saved()).transcript?.cues ?? [];

  await page.goto(`${desk}/items/${itemId}`);
  await page.getByRole('slider', { name: 'Playing point' }).waitFor();
  const keys = keyboardOf(page);
  await page.getByRole('heading', { level: 1 }).focus();
  await keys.tabTo(/^Add a chapter at/);
  await keys.tabTo(/^Upload or paste$/);
  await keys.press('Enter');
  await keys.arrive(/^Or paste it/);
  await page.keyboard.insertText(vtt);
  await page.getByText('2 cues were found.').waitFor();
  await page.getByText(/these times cannot be read/).waitFor();
  await keys.tabTo(/^Take it over$/);
  await keys.press('Enter');
  await page.getByRole('textbox', { name: /^Words of cue 1,/ }).waitFor();
  await settled(async () =>
    expect(await cues()).toEqual([
      { start: 2000, end: 6000, speaker: 'Amira', text: 'We open the doors at seven, and the kettle goes on.' },
      { start: 6000, end: 9000, speaker: 'Sam', text: 'Nobody sleeps much.' },
    ]),
  );

  // The words are mended where they stand; Ctrl+Shift+Enter splits a cue at the cursor, the arrows go on to the next.
  await keys.tabTo(/^Words of cue 1,/);
  await keys.press('Home');
  for (const _ of 'We open the doors at seven,') await keys.press('ArrowRight');
  await keys.press('Control+Shift+Enter');
  await keys.arrive(/^Words of cue 2,/);
  await keys.press('End');
  await keys.type(' Always.');
  await settled(async () =>
    expect((await cues()).map(({ text }) => text)).toEqual([
      'We open the doors at seven,',
      'and the kettle goes on. Always.',
      'Nobody sleeps much.',
    ]),
  );
  await keys.press('ArrowDown');
  await keys.arrive(/^Words of cue 3,/);
  // What plays is marked.
  await keys.press('Control+Enter');
  await page
    .locator('li[aria-current="true"]', { has: page.getByRole('textbox', { name: /^Words of cue 3,/ }) })
    .waitFor();
  await keys.press('Control+Enter');
  // A time is typed, and moved by the arrows.
  await keys.backTo(/^End of cue 3/);
  await keys.press('Control+a');
  await keys.type('0:09.5');
  await keys.press('Enter');
  await keys.press('Shift+ArrowUp');
  await settled(async () => expect((await cues())[2]?.end).toBe(10_500));
  await inBothColours(page, (shade) => look(page, `a transcript, ${shade}`));

  // A cut at the start takes the words and chapters along; what is lost can be brought back.
  const start = page.getByRole('slider', { name: 'Start of what is used' });
  await keys.backTo(/^Start of what is used/);
  for (const _ of [1, 2, 3, 4, 5]) await keys.press('Shift+ArrowRight');
  await expect.poll(() => start.getAttribute('aria-valuetext')).toBe('5 seconds');
  await settled(async () => {
    const { audio, chapters, transcript } = await saved();
    expect(audio?.trim).toEqual({ start: 5000, end: 60_000 });
    expect(chapters[0]?.start).toBe(1000);
    expect(transcript?.cues.map((cue) => cue.start)).toEqual([0, 1000]);
  });
  await page.getByText('One chapter or cue lies in what was cut away').waitFor();
  await page.getByRole('button', { name: 'Undo the cut' }).focus();
  await keys.press('Enter');
  await settled(async () => expect((await saved()).audio?.trim).toBeNull());
  expect((await cues()).length).toBe(3);

  // One key cuts everything away, and another brings it back: each word where it was, also the one that was shortened.
  const before = await saved();
  await keys.backTo(/^Start of what is used/);
  for (const _ of [1, 2, 3, 4, 5]) await keys.press('Shift+ArrowRight');
  await settled(async () => expect((await saved()).transcript?.cues).toHaveLength(2));
  await keys.press('End');
  await settled(async () => expect((await saved()).transcript).toBeNull());
  await keys.press('Home');
  await settled(async () => expect(await saved()).toEqual(before));

  // A handle that is out of view comes into it with the focus.
  for (const _ of [1, 2, 3]) await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
  const out = /pointer-events-none/;
  await expect.poll(() => start.getAttribute('class')).toMatch(out);
  await start.focus();
  await settled(async () => expect(await start.getAttribute('class')).not.toMatch(out));

  // What goes away with the button that was pressed in it does not take the focus along.
  await page.getByRole('button', { name: 'Remove chapter 1' }).press('Enter');
  const chapters = page.getByRole('region', { name: 'Chapters' });
  await settled(async () => expect(await chapters.evaluate((one) => one === document.activeElement)).toBe(true));
  await page.getByRole('button', { name: 'Bring it back' }).press('Enter');
  await page.getByRole('textbox', { name: 'Title of chapter 1' }).waitFor();
  expect(keys.unseen).toEqual([]);

  // It goes out of the house in every format.
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^SRT/ }).click();
  expect((await download).suggestedFilename()).toBe('the-kettle.srt');
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});

async function workspaceOf(page: Page): Promise<string> {
  const me = (await (await page.request.get('/api/v1/me')).json()) as { workspaces: { id: string }[] };
  return String(me.workspaces[0]?.id);
}

async function contentOf(api: ReturnType<typeof deskApi>, itemId: string): Promise<Saved> {
  return (await api.ask('GET', `/items/${itemId}`))['content'] as Saved;
}

/** Waits until what was written is saved. */
const settled = (check: () => Promise<void>) => vi.waitFor(check, { timeout: patience, interval: 200 });
