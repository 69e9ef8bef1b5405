import { browserPath } from './browser.ts';

/** Unpacks Chromium once, before the journeys: one of them would start it while another is still writing it. */
export default async function setup(): Promise<void> {
  await browserPath();
}
