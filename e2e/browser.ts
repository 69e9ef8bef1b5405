import { AxeBuilder } from '@axe-core/playwright';
import packed from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Path of Chromium: CHROMIUM_PATH, or the one that comes as a package on Linux x64, which is unpacked at first. */
export const browserPath = async (): Promise<string> => process.env['CHROMIUM_PATH'] ?? (await packed.executablePath());

/** A headless Chromium. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await browserPath();
  // The package's own flags make it one process, which dies with the first page that closes.
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu'] });
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What dark colours can break: the page is the same in all else. */
const aboutColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page by WCAG 2.2 AA and its best practices, one line a finding; of dark colours, by the rules about
 * colours.
 */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  // Without frames there is nothing to put together, for which axe would open a second page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(page.frames().length === 1);
  const { violations } = await (isDark ? axe.withRules(aboutColours) : axe.withTags(standards)).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
}
