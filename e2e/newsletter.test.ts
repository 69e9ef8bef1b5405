import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeLogin, type SmtpFake, smtpFake } from '@mobilise/channels/smtp-fake';
import { certificate } from '@mobilise/channels/smtp-fake-certificate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { inBothColours, newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';
import { owner } from './people.ts';

const reader = 'rose@people.example';
const { look, findings } = watchAccessibility();
const faults: string[] = [];

// The product trusts the fake mail server's certificate, as one trusts that of an organisation's own.
const folder = mkdtempSync(join(tmpdir(), 'mobilise-newsletter-'));
writeFileSync(join(folder, 'ca.pem'), certificate);
process.env['NODE_EXTRA_CA_CERTS'] = join(folder, 'ca.pem');

const stage = startStage();
let mail: SmtpFake;
let page: Page;
let desk: string;
let api: ReturnType<typeof deskApi>;

beforeAll(async () => {
  mail = await smtpFake();
  const opened = await newContext(stage);
  opened.context.on('weberror', (event) => faults.push(String(event.error())));
  page = opened.page;
  desk = await setUp(page, stage.product);
  api = deskApi(page);
});
afterAll(async () => {
  await mail?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The letter to an address that says so, once it has arrived; its lines unfolded. */
const letterTo = (address: string, words: string): Promise<string> =>
  vi.waitFor(
    () => {
      const letter = mail.taken.map((taken) => ({
        ...taken,
        raw: taken.raw.replace(/=\r\n/g, '').replace(/=3D/g, '='),
      }));
      const found = letter.find(({ to, raw }) => to === address && raw.includes(words));
      if (!found) throw new Error(`No letter to ${address} says ${words}`);
      return found.raw;
    },
    { timeout: 60_000, interval: 200 },
  );

/** The reader subscribes on the site, and confirms by the letter that comes. */
async function subscribe(visitor: Page): Promise<void> {
  await visitor.goto('/news/riverside-hospice');
  await visitor.getByRole('link', { name: 'Newsletter by e-mail' }).click();
  await visitor.getByLabel('Your e-mail address').fill('Rose@People.example');
  await visitor.getByRole('button', { name: 'Subscribe' }).click();
  await visitor.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  const asked = await letterTo(reader, 'Would you like our newsletter?');
  const [, confirm = ''] = /"(http[^"]*\/newsletters\/confirm\/[^"]+)"/.exec(asked) ?? [];
  await visitor.goto(new URL(confirm).pathname);
  await visitor.getByRole('button', { name: 'Yes, subscribe me' }).click();
  await visitor.getByRole('heading', { name: 'You are subscribed' }).waitFor();
}

it('a newsletter is connected, subscribed to, confirmed, sent once, left with one click and come back to', async () => {
  await page.goto(`${desk}/channels/connect?kind=email`);
  await page.getByLabel('Sender name').fill('Riverside Hospice');
  await page.getByLabel('Sender address').fill('news@riverside.example');
  await page.getByLabel('What subscribers get').fill('News from Riverside, once a month');
  await page.getByLabel('Postal address').fill('4 Mill Lane, Riverside');
  await page.getByLabel('Mail server').fill('localhost');
  await page.getByLabel('User name').fill(fakeLogin.user);
  await page.getByLabel('Password', { exact: true }).fill(fakeLogin.password);
  await page.getByRole('main').getByText('More', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Port' }).fill(String(mail.port));
  await look(page, 'connecting a newsletter');
  await page.getByRole('button', { name: 'Connect E-mail newsletter' }).click();
  await page.getByRole('link', { name: 'See the subscribers' }).waitFor();
  await look(page, 'a newsletter');
  const channel = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  // The public's side, in a browser of its own and without script.
  const visitor = await newContext(stage, { javaScriptEnabled: false });
  await subscribe(visitor.page);

  await page.getByRole('link', { name: 'See the subscribers' }).click();
  await page.getByRole('rowheader', { name: reader }).waitFor();
  await inBothColours(page, (shade) => look(page, `subscribers, ${shade}`));
  // The file has who is shown; a list that cannot be had leaves the field that somebody types in.
  const search = page.getByLabel('Search addresses');
  await search.fill('rose');
  const file = page.getByRole('link', { name: 'Export these' });
  await expect.poll(() => file.getAttribute('href')).toMatch(/subscribers\.csv\?search=rose$/);
  await page.route('**/subscribers?*', (route) => route.fulfill({ status: 500 }));
  await search.fill('nobody');
  await page.getByRole('alert').waitFor();
  await look(page, 'subscribers that cannot be had');
  await page.unroute('**/subscribers?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No address fits.').waitFor();
  await search.fill('');
  await page.getByRole('rowheader', { name: reader }).waitFor();
  await expect
    .poll(() => page.getByRole('link', { name: 'Export all' }).getAttribute('href'))
    .toMatch(/subscribers\.csv$/);
  await page.getByRole('button', { name: 'Import' }).click();
  await page.getByRole('dialog').getByLabel('Where they agreed').waitFor();
  await look(page, 'importing subscribers');
  await page.keyboard.press('Escape');

  const item = await api.writeStory('Open day at the hospice', 'Come and see the garden.');
  await page.goto(`${desk}/posts/new?item=${item}`);
  const post = await api.ask('POST', '/posts', { itemId: item, channelId: channel });
  await page.goto(`${desk}/posts/${post['id']}`);
  await page
    .frameLocator('iframe[title="The letter"]')
    .getByRole('heading', { name: 'Open day at the hospice' })
    .waitFor();
  // axe cannot get into a frame in which nothing runs; the letter's own markup is looked at in packages/emails.
  await page.getByRole('button', { name: 'Show the plain text' }).click();
  await inBothColours(page, (shade) => look(page, `a letter to come, ${shade}`));
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await letterTo(owner.email, 'Come and see the garden.');

  await api.ask('POST', `/posts/${post['id']}/publish-now`, { version: post['version'] });
  const letter = await letterTo(reader, 'Come and see the garden.');
  await page.getByText('1 of 1 letter taken by the mail server.').waitFor();
  await look(page, 'a newsletter that was sent');
  const [, unsubscribe = ''] = /List-Unsubscribe: <([^>]+)>/.exec(letter.replace(/\r\n[ \t]+/g, ' ')) ?? [];
  const left = await fetch(stage.product.url + new URL(unsubscribe).pathname, {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
  });
  expect(left.status).toBe(200);
  await vi.waitFor(
    async () => {
      const { data } = await api.ask('GET', `/channels/${channel}/subscribers`);
      expect(data).toMatchObject([{ email: reader, state: 'unsubscribed' }]);
    },
    { timeout: patience },
  );
  expect(mail.taken.filter(({ to }) => to === reader)).toHaveLength(2);

  // Who has left comes back as they came.
  mail.taken.length = 0;
  await subscribe(visitor.page);
  await vi.waitFor(
    async () => {
      const { data } = await api.ask('GET', `/channels/${channel}/subscribers`);
      expect(data).toMatchObject([{ email: reader, state: 'active' }]);
    },
    { timeout: patience },
  );
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
