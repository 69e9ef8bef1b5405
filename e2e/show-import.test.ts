import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { inBothColours, joinBy, newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';
import { guidOf, type PodcastHost, podcastHost } from './podcast-host.ts';

const { look, findings } = watchAccessibility();
const stage = startStage();
let host: PodcastHost;
beforeAll(async () => {
  host = await podcastHost();
});
afterAll(() => host?.close());

it('takes over a show from its feed, stops, goes on with what is missing, and lets the show move away again', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  host.missing.add(2);
  host.slow = 3;

  await page.goto(`${desk}/items`);
  await page.getByRole('navigation', { name: 'Items' }).getByRole('link', { name: 'Podcasts' }).click();
  await page.getByRole('link', { name: 'Take over a show' }).click();
  await page.getByLabel('Address of its feed').fill(host.feedUrl);
  await page.getByRole('button', { name: 'Take it over' }).click();
  const list = page.locator('section', { has: page.getByRole('heading', { name: 'Taken over' }) });
  await list.getByText('2 of 4 episodes').waitFor();
  await inBothColours(page, (shade) => look(page, `a show that is being taken over, ${shade}`));

  // Under a hold it waits and says so, and none is begun.
  const hold = await api.ask('POST', '/holds', { target: { kind: 'everything' }, reason: 'A death' });
  const held = list.getByText('There is a hold on everything: “A death”.');
  await held.waitFor();
  await inBothColours(page, (shade) => look(page, `a show whose taking over waits, ${shade}`));

  // It is stopped while a recording comes in: what is here stays.
  await list.getByRole('button', { name: 'Stop' }).click();
  await list.getByText('1 of 4 episodes are here. What was taken over stays.').waitFor();
  await look(page, 'a show whose taking over was stopped');
  host.letGo();
  await list.getByRole('button', { name: 'Go on' }).click();
  await held.waitFor();
  await api.ask('POST', `/holds/${hold['id']}/end`);

  // It goes on where it was; what could not be had is named, and is had later.
  await list.getByRole('button', { name: 'Go on' }).click();
  await list.getByText('3 of 4 episodes are here.').waitFor();
  await list.getByText('1 episode was left out').first().click();
  await list.getByText('Night 2').first().waitFor();
  await inBothColours(page, (shade) => look(page, `a show of which an episode is missing, ${shade}`));
  host.missing.clear();
  await list.getByRole('button', { name: 'Try again' }).click();
  await list.getByText('4 of 4 episodes are here.').waitFor();
  await expect.poll(() => list.getByRole('button').count()).toBe(0);

  await list.getByRole('link', { name: 'See the show' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Nights at Fern Hill' }).waitFor();
  await page.getByRole('link', { name: 'Night 2' }).waitFor();
  await look(page, 'a show that was taken over');
  expect(((await api.ask('GET', '/shows'))['data'] as unknown[]).length).toBe(1);
  const feed = `${stage.product.url}/news/riverside-hospice/shows/nights-at-fern-hill/feed.xml`;
  const read = async () => (await fetch(feed)).text();
  await vi.waitFor(
    async () =>
      expect([...(await read()).matchAll(/<guid[^>]*>([^<]+)<\/guid>/g)].map(([, guid]) => guid)).toEqual(
        [4, 3, 2, 1].map(guidOf),
      ),
    { timeout: 120_000, interval: 500 },
  );

  // Nobody is locked in.
  await page.getByRole('link', { name: 'Feed and directories' }).click();
  await page.getByLabel('Address of the new feed').fill('https://elsewhere.example/feed');
  await page.getByRole('button', { name: 'Move the show…' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByText('https://elsewhere.example/feed').waitFor();
  await inBothColours(page, (shade) => look(page, `the question before a show moves, ${shade}`));
  await question.getByRole('button', { name: 'Move the show' }).click();
  await page.getByRole('button', { name: 'Take the show back' }).waitFor();
  await look(page, 'a show that has moved');
  const moved = () => fetch(feed, { redirect: 'manual' });
  await vi.waitFor(async () => expect((await moved()).status).toBe(301), { timeout: patience });
  const answer = await moved();
  expect(answer.headers.get('location')).toBe('https://elsewhere.example/feed');
  expect(await answer.text()).toContain('<itunes:new-feed-url>https://elsewhere.example/feed</itunes:new-feed-url>');
  await page.goto(`${desk}/shows`);
  await page.getByText('Moved away').waitFor();
  await page.getByRole('link', { name: 'Nights at Fern Hill' }).click();
  await page.getByRole('link', { name: 'Feed and directories' }).click();
  await page.getByRole('button', { name: 'Take the show back' }).click();
  await page.getByText('Subscribers get the show from here again.').waitFor();
  await vi.waitFor(async () => expect((await moved()).status).toBe(200), { timeout: patience });

  // Nor does it go by mistake: an editor reads who may change what everybody sees at once.
  const { link } = await api.ask('POST', '/invitations', { email: 'ben@riverside.example', role: 'editor' });
  const ben = await newContext(stage);
  await joinBy(ben.page, String(link), 'Ben Stone', 'a long walk by the river');
  await ben.page.goto(page.url());
  await ben.page.getByText('You may not move a show away. Ask an owner or a lead.').waitFor();
  await ben.page
    .getByRole('navigation', { name: 'Nights at Fern Hill' })
    .getByRole('link', { name: 'Settings' })
    .click();
  await ben.page.getByText(/^Episodes of this show are out, .+ Ask an owner or a lead\.$/).waitFor();
  await inBothColours(ben.page, (shade) => look(ben.page, `a show that somebody may not change, ${shade}`));
  expect(findings).toEqual([]);
  expect([...faults, ...ben.faults]).toEqual([]);
});
