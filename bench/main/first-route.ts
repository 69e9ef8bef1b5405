import { gzipSync } from 'node:zlib';
import packed from '@sparticuz/chromium';
import { chromium, type Response } from 'playwright-core';
import { onEnd } from '../clean-up.ts';
import { type Figure, note, short } from '../figure.ts';
import type { FreshStage } from './stages.ts';

/** Milliseconds without another script after which a page has loaded what it wants. */
const quiet = 3000;
const longest = 30_000;

/** JavaScript (kB, 1,000 bytes, gzip level 9 each) that a browser loads when a signed-in person opens the desk: the calendar. */
export const firstRoute: Figure<FreshStage> = {
  name: 'web_first_route_gzip',
  unit: 'kB',
  goal: '≤ 200',
  measure: async ({ product, desk }) => {
    const executablePath = process.env['CHROMIUM_PATH'] ?? (await packed.executablePath());
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    const close = onEnd(() => browser.close());
    try {
      const context = await browser.newContext();
      await context.addCookies(desk.cookies.map((cookie) => ({ ...split(cookie), url: product.url })));
      const page = await context.newPage();
      const scripts = new Map<string, Response>();
      let newest = performance.now();
      page.on('response', (response) => {
        if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
        scripts.set(response.url(), response);
        newest = performance.now();
      });
      const failures: string[] = [];
      page.on('pageerror', (error) => failures.push(error.message));
      await page.goto(product.url);
      await page.waitForURL(/\/calendar/, { timeout: longest });
      await page.getByRole('main').waitFor({ timeout: longest });
      const deadline = performance.now() + longest;
      while (performance.now() - newest < quiet && performance.now() < deadline) await page.waitForTimeout(100);
      if (failures.length > 0) throw new Error(`The calendar failed: ${failures.join('; ')}`);
      const sizes = await Promise.all(
        [...scripts].map(async ([url, response]) => ({
          name: new URL(url).pathname,
          bytes: gzipSync(await response.body(), { level: 9 }).length,
        })),
      );
      for (const { name, bytes } of sizes.toSorted((left, right) => right.bytes - left.bytes).slice(0, 8))
        note(`${short(bytes / 1000)} kB  ${name}`);
      note(`${sizes.length} scripts at ${page.url()}`);
      return sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
    } finally {
      await close();
    }
  },
};

function split(cookie: string): { name: string; value: string } {
  const at = cookie.indexOf('=');
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1) };
}
