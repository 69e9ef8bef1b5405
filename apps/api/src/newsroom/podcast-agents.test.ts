import { describe, expect, test } from 'vitest';
import { isPlayer } from './podcast-agents.ts';

describe('who may be listening', () => {
  test.each([
    'Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'AppleCoreMedia/1.0.0.22E252 (iPhone; U; CPU OS 18_4 like Mac OS X; en_gb)',
    'Podcasts/1650.20 CFNetwork/1333.0.4 Darwin/21.5.0',
    'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)',
    'Castro 2019.13/1167',
    'AntennaPod/3.4.0',
    'PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)'.replace('Feed Parser', 'Player'),
  ])('is a player: %s', (agent) => expect(isPlayer(agent)).toBe(true));

  test.each([
    undefined,
    ' ',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'curl/8.5.0',
    'python-requests/2.32.0',
    'atc/1.0 watchOS/9.6 model/Watch6,7',
    'Podcastindex.org Podping/1.0',
    'Overcast/1.0 Podcast Sync (123 subscribers; feed-id=1; +http://overcast.fm/)',
    'iTMS',
  ])('is no player: %s', (agent) => expect(isPlayer(agent)).toBe(false));

  test('is found out at once, whatever the name', () => {
    const before = process.cpuUsage();
    for (const bit of ['x', '(', 'Mozilla/5.0 ', 'A1/', ' ', '.']) isPlayer(bit.repeat(20_000));
    // By the work that it took: on a busy machine the clock says little.
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
