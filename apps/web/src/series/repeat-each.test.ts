import { expect, test } from 'vitest';
import { isAsPlanned, repeatEach } from './repeat-each.ts';

test('another try leaves alone what the one before made', async () => {
  const asked: string[] = [];
  const refused = new Error('No');
  const make =
    (isWilling: boolean) =>
    async ({ channelId }: { channelId: string }) => {
      asked.push(channelId);
      if (channelId === 'mastodon' && !isWilling) throw refused;
      return `the series of ${channelId}`;
    };
  const channels = ['bluesky', 'mastodon', 'linkedin'].map((channelId) => ({ channelId }));
  const first = await repeatEach(channels, new Map(), make(false));
  expect(first).toEqual({ made: new Map([['bluesky', 'the series of bluesky']]), error: refused });
  const second = await repeatEach(channels, first.made, make(true));
  expect([...second.made.keys()]).toEqual(['bluesky', 'mastodon', 'linkedin']);
  expect(second.error).toBeNull();
  expect(asked).toEqual(['bluesky', 'mastodon', 'mastodon', 'linkedin']);
});

test('a series of an earlier plan is not taken for the one that was asked for now', () => {
  const plan = {
    rule: 'FREQ=WEEKLY;BYDAY=TU',
    startsOn: '2026-12-01',
    time: '09:00',
    twice: 'earlier' as const,
    variants: [{ text: 'Flu clinic', images: [], link: null }],
  };
  expect(isAsPlanned(plan, plan)).toBe(true);
  expect(isAsPlanned(plan, { ...plan, rule: 'FREQ=WEEKLY;BYDAY=WE' })).toBe(false);
  expect(isAsPlanned(plan, { ...plan, variants: [{ text: 'On Sunday', images: [], link: null }] })).toBe(false);
});
