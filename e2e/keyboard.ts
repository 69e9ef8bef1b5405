import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { patience } from './journey.ts';

/** Stops of the Tab key one is ready to pass on the way to something. */
const furthest = 80;

interface Focused {
  /** How a screen reader would name it, more or less. */
  name: string;
  tag: string;
  /** Whether it can be seen that it has the focus. */
  isShown: boolean;
}

/** A person with a keyboard and no mouse. What took the focus without showing it is kept in `unseen`. */
export function keyboardOf(page: Page) {
  const unseen: string[] = [];
  const focused = async (): Promise<Focused> => {
    const now = await page.evaluate(readFocus);
    if (!now.isShown && now.tag !== 'body') unseen.push(`${new URL(page.url()).pathname}: ${now.tag} “${now.name}”`);
    return now;
  };
  const walk = async (key: string, name: RegExp): Promise<void> => {
    const passed: string[] = [];
    for (let stop = 0; stop < furthest; stop += 1) {
      await page.keyboard.press(key);
      const now = await focused();
      if (name.test(now.name)) return;
      passed.push(`${now.tag} “${now.name}”`);
    }
    throw new Error(`${key} does not come to ${name}. It passed:\n${passed.join('\n')}`);
  };
  return {
    unseen,
    press: (key: string) => page.keyboard.press(key),
    type: (text: string) => page.keyboard.type(text),
    /** Presses Tab until something of that name has the focus. */
    tabTo: (name: RegExp) => walk('Tab', name),
    /** The same backwards. */
    backTo: (name: RegExp) => walk('Shift+Tab', name),
    /** Waits until the focus is on something of that name by itself. */
    arrive: (name: RegExp) =>
      vi.waitFor(async () => expect((await page.evaluate(readFocus)).name).toMatch(name), {
        timeout: patience,
        interval: 50,
      }),
    /** The day or the hour that has the focus. */
    cell: () => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-cell]')?.dataset['cell']),
  };
}

/** Runs in the page. */
function readFocus(): Focused {
  const element = document.activeElement as HTMLElement | null;
  if (!element || element === document.body) return { name: '', tag: 'body', isShown: true };
  const textOf = (ids: string | null) =>
    (ids ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
      .trim();
  const labels = 'labels' in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
  const name =
    element.getAttribute('aria-label') ||
    textOf(element.getAttribute('aria-labelledby')) ||
    labels.map((label) => label.textContent).join(' ') ||
    element.textContent;
  // A field draws the ring around its frame, a link around its card; a part of a date shows the focus by its ground.
  const frames: Element[] = [];
  for (let one: Element | null = element; one && frames.length < 6; one = one.parentElement) frames.push(one);
  const isRinged = frames.some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  });
  const box = element.getBoundingClientRect();
  const isInView = box.bottom > 0 && box.top < innerHeight;
  const isPart = element.getAttribute('role') === 'spinbutton' && element.matches('[data-focused]');
  // In a page of words the cursor shows it.
  const isPageOfWords = element.isContentEditable;
  return {
    name: (name ?? '').trim().replace(/\s+/g, ' '),
    tag: element.tagName.toLowerCase(),
    isShown: (isRinged || isPart || isPageOfWords) && isInView,
  };
}
