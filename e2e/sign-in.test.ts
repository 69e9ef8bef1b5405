import { type LinkedInFake, linkedinFake } from '@mobilise/channels/linkedin-fake';
import { fakeClient } from '@mobilise/channels/linkedin-fake-oauth';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deskApi } from './desk.ts';
import { inBothColours, newContext, patience, setUp, startStage, watchAccessibility } from './journey.ts';

const { look, findings } = watchAccessibility();

let fake: LinkedInFake;
beforeAll(async () => {
  fake = await linkedinFake();
});
afterAll(() => fake.close());
const stage = startStage(() => ({
  MOBILISE_LINKEDIN_CLIENT_ID: fakeClient.id,
  MOBILISE_LINKEDIN_CLIENT_SECRET: fakeClient.secret,
  LINKEDIN_URL: fake.url,
}));

it('connects a LinkedIn page by signing in there, and publishes on it', async () => {
  const { page, faults } = await newContext(stage);
  const desk = await setUp(page, stage.product);
  const api = deskApi(page);
  const item = await api.writeStory('Flu clinic opens');

  // Somebody who thinks better of it comes back to where they were, with LinkedIn's words.
  await page.goto(`${desk}/channels/connect`);
  await page.getByRole('link', { name: /^LinkedIn/ }).click();
  const signIn = page.getByRole('button', { name: 'Sign in at LinkedIn' });
  await signIn.waitFor();
  await inBothColours(page, (shade) => look(page, `before signing in, ${shade}`));
  await signIn.click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByText(/The user cancelled the authorization/).waitFor();
  await signIn.waitFor();
  expect(new URL(page.url()).search).toBe('?kind=linkedin');

  await signIn.click();
  await page.getByRole('link', { name: 'Allow' }).click();
  const choice = page.getByRole('radiogroup', { name: 'Which page?' });
  await choice.waitFor();
  // The code is neither in the address nor one step back.
  expect(page.url()).not.toContain('code=');
  await choice.getByText('Riverside Hospice', { exact: true }).click();
  await inBothColours(page, (shade) => look(page, `choosing a page, ${shade}`));
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'choosing a page on a phone');
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.getByLabel('Name').fill('Our page');
  await page.getByRole('button', { name: 'Connect Riverside Hospice' }).click();
  await page.waitForURL(/\/channels\/[0-9a-f-]{36}$/);
  await page.getByText('linkedin.com/company/riverside-hospice').waitFor();
  await look(page, 'the connected page');

  await page.goto(`${desk}/posts/new?item=${item}`);
  await page.getByText('Our page', { exact: true }).first().click();
  const preview = page.getByRole('region', { name: 'Our page' });
  await preview.getByRole('textbox').first().fill('The flu clinic (all ages) opens #FluClinic');
  await preview.getByLabel('Preview on LinkedIn').getByText('(all ages)').waitFor();
  await look(page, 'the composer');
  const { data } = (await api.ask('GET', '/channels')) as { data: { id: string; kind: string }[] };
  const channelId = data.find(({ kind }) => kind === 'linkedin')?.id;
  const post = await api.ask('POST', '/posts', {
    itemId: item,
    channelId,
    content: { text: 'The flu clinic (all ages) opens #FluClinic', images: [], link: null },
  });
  await api.ask('POST', `/posts/${String(post['id'])}/publish-now`, { version: post['version'] });
  await vi.waitFor(
    () => expect(fake.texts()).toEqual(['The flu clinic \\(all ages\\) opens {hashtag|\\#|FluClinic}']),
    {
      timeout: patience,
    },
  );
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
});
