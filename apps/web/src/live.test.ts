import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watch } from './live.ts';

/** The stream that is open, which says what it is told to. */
let stream: { onmessage?: (event: { data: string }) => void };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal(
    'EventSource',
    class {
      onmessage?: (event: { data: string }) => void;
      constructor() {
        stream = this;
      }
      close() {}
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The nouns of a screen that shows one of each which are fetched again when `noun` changed. */
function fetchedAgain(noun: string): string[] {
  const client = new QueryClient();
  const nouns = ['items', 'posts', 'shows', 'assets', 'subscribers'];
  for (const one of nouns) client.setQueryData([one, 'w', 'one', 'it'], {});
  const stop = watch(client, 'w');
  stream.onmessage?.({ data: JSON.stringify({ noun, id: null, actor: null }) });
  vi.advanceTimersByTime(1000);
  stop();
  return nouns.filter((one) => client.getQueryState([one, 'w', 'one', 'it'])?.isInvalidated);
}

test('a show counts its episodes and looks at its cover again when one of them changes', () => {
  expect(
    [fetchedAgain('items'), fetchedAgain('posts'), fetchedAgain('assets')].map((all) => all.includes('shows')),
  ).toEqual([true, true, true]);
});
test('an upload says anew where it is used when something begins or ceases to use it', () => {
  for (const noun of ['items', 'posts', 'shows', 'series']) expect(fetchedAgain(noun)).toContain('assets');
});
test('what does not show a change is left alone', () => {
  expect(fetchedAgain('consents')).toEqual(['posts', 'assets']);
});

test('progress, told every second, is fetched each time, and what else shows it every five seconds and once at the end', () => {
  const client = new QueryClient();
  const stop = watch(client, 'w');
  const fetched = { shows: 0, assets: 0 };
  for (let second = 0; second < 10; second++) {
    for (const noun of ['shows', 'assets'] as const) client.setQueryData([noun, 'w'], {});
    stream.onmessage?.({ data: JSON.stringify({ noun: 'shows', id: null, actor: null }) });
    vi.advanceTimersByTime(1000);
    for (const noun of ['shows', 'assets'] as const) {
      if (client.getQueryState([noun, 'w'])?.isInvalidated) fetched[noun]++;
    }
  }
  expect(fetched).toEqual({ shows: 10, assets: 2 });
  client.setQueryData(['assets', 'w'], {});
  vi.advanceTimersByTime(1000);
  expect(client.getQueryState(['assets', 'w'])?.isInvalidated).toBe(true);
  stop();
});
