import type { Occurrence } from '@mobilise/contracts/series';
import { sayWhen } from '../scheduling/own-words.ts';

/** When posts are to go out, one a line; a long list scrolls. */
export function DateList({ posts }: { posts: readonly Occurrence[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <ul aria-label="Posts" tabIndex={0} className="figures max-h-60 overflow-y-auto border-l-2 border-line pl-3">
      {posts.map(({ id, wallTime, occurrence, isOwn }) => (
        <li key={id}>
          {sayWhen(wallTime ?? `${occurrence}T00:00`)}
          {isOwn && <span className="text-small text-ink-soft"> (changed alone)</span>}
        </li>
      ))}
    </ul>
  );
}
