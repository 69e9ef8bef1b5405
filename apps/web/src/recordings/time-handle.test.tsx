import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TimeHandle } from './time-handle.tsx';

const handle = (view: { start: number; end: number }) =>
  renderToStaticMarkup(
    <TimeHandle label="Start of what is used" value={5000} min={0} max={9000} view={view} onChange={() => undefined} />,
  );

test('a handle out of view takes no press at the edge where it waits, and can still be found with the keyboard', () => {
  expect(handle({ start: 4000, end: 6000 })).not.toContain('pointer-events-none');
  for (const view of [
    { start: 0, end: 4000 },
    { start: 6000, end: 9000 },
  ]) {
    expect(handle(view)).toContain('pointer-events-none');
    expect(handle(view)).toContain('tabindex="0"');
  }
});
