import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onEnd } from '../clean-up.ts';
import { createClient } from '../client.ts';
import { type Figure, note, short } from '../figure.ts';
import { requestsPerSecond } from '../load.ts';
import { median } from '../statistics.ts';
import type { BusyStage } from './stages.ts';

const rounds = 5;
const seconds = 3;
/** A reader's browser, so that every request is counted as a view. */
const headers = {
  Accept: 'text/html',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};

/** Requests a second of a public story page over those of a bare Express route that sends the same bytes. */
export const newsroomPage: Figure<BusyStage> = {
  name: 'newsroom_page_over_bare_express',
  unit: 'times',
  goal: '≥ 0.6',
  measure: async (stage) => {
    const path = await publishStory(stage);
    const page = await createClient(stage.product.url, headers).send('GET', path);
    if (page.status !== 200) throw new Error(`The story page answers ${page.status}`);
    const bare = await startBare(page.body);
    try {
      const same = await createClient(bare.url, headers).send('GET', path);
      if (!same.body.equals(page.body)) throw new Error('The bare route sends other bytes');
      const load = { connections: 16, headers };
      const measure = (origin: string, seconds: number) => requestsPerSecond(`${origin}${path}`, { ...load, seconds });
      for (const origin of [stage.product.url, bare.url]) await measure(origin, 2);
      const rates = { newsroom: [] as number[], bare: [] as number[], ratios: [] as number[] };
      for (let round = 0; round < rounds; round += 1) {
        const [newsroom, other] = [await measure(stage.product.url, seconds), await measure(bare.url, seconds)];
        rates.newsroom.push(newsroom);
        rates.bare.push(other);
        rates.ratios.push(newsroom / other);
      }
      note(
        `${page.body.length} bytes: newsroom ${short(median(rates.newsroom))}, bare ${short(median(rates.bare))} requests a second`,
      );
      return median(rates.ratios);
    } finally {
      await bare.stop();
    }
  },
};

/** Publishes a story through API and publisher; answers the path of its page once it is public. */
async function publishStory({ product, desk, seed: { itemIds } }: BusyStage): Promise<string> {
  const itemId = itemIds[0];
  const post = await desk.api.call<{ id: string; version: number }>('POST', '/posts', {
    itemId,
    channelId: desk.newsroomId,
  });
  await desk.api.call('POST', `/posts/${post.id}/publish-now`, { version: post.version });
  for (let tries = 0; tries < 200; tries += 1) {
    const { remoteUrl } = await desk.api.call<{ remoteUrl: string | null }>('GET', `/posts/${post.id}`);
    if (remoteUrl) return remoteUrl.slice(product.url.length);
    await wait(50);
  }
  throw new Error('The story was not published within ten seconds');
}

async function startBare(body: Buffer): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-bench-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, body);
  const child = fork(join(import.meta.dirname, '../bare-express.ts'), [file], {
    env: { ...process.env, NODE_ENV: 'production' },
    execArgv: [],
  });
  const stop = onEnd(() => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', (code) => reject(new Error(`The bare server ended with code ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop };
}
