import type { Publishing, WatchedPost } from '@mobilise/contracts/publishing';
import { Link } from '@tanstack/react-router';
import { countPosts } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { Section } from '../ui/page-frame.tsx';
import { sayDuration } from './durations.ts';
import { WatchedList } from './watched-list.tsx';

type FlowProps = Pick<Publishing, 'now' | 'underWay' | 'due' | 'nextHour' | 'unconfirmed' | 'waiting'> & {
  publishersLive: boolean;
};

/** Posts by how near they are to being out: what happens now, what should have, what nobody knows, and what will. */
export function FlowSection({ underWay, due, nextHour, unconfirmed, waiting, ...facts }: FlowProps) {
  const { slug } = useWorkspace();
  const heldCount = waiting.held.reduce((sum, { count }) => sum + count, 0);
  const isQuiet = [underWay, due, nextHour, unconfirmed].every(({ count }) => count === 0);
  const late = due.oldestLag > 0 ? `the first for ${sayDuration(due.oldestLag * 1000)}` : undefined;
  return (
    <>
      {isQuiet && (
        <Section title="Posts">
          <p className="text-ink-soft">
            Nothing is on its way, due or unconfirmed, and nothing goes out in the next hour.
          </p>
        </Section>
      )}
      <Posts title="On their way now" {...underWay} {...facts} />
      <Posts title="Due" {...due} {...facts} {...(late && { note: late })} />
      <Posts title="Unconfirmed" {...unconfirmed} {...facts} />
      <Posts title="In the next hour" {...nextHour} {...facts} />
      <Section title="Waits for somebody">
        <dl className="flex flex-wrap gap-x-10 gap-y-2">
          <Count name="Held" count={heldCount} />
          <Count name="Not sent" count={waiting.failed} />
          <Count name="Needs you" count={waiting.needsPerson} />
        </dl>
        {heldCount + waiting.failed + waiting.needsPerson > 0 && (
          <Link to={`/w/${slug}/held` as string} className="self-start text-link">
            See them, and what can be done
          </Link>
        )}
      </Section>
    </>
  );
}

function Count({ name, count }: { name: string; count: number }) {
  return (
    <div>
      <dt className="text-small text-ink-soft">{name}</dt>
      <dd className="figures text-lead font-semibold">{count.toLocaleString('en-GB')}</dd>
    </div>
  );
}

function Posts({
  title,
  note,
  count,
  posts,
  now,
  publishersLive,
}: {
  title: string;
  /** Said beside the number. */
  note?: string;
  count: number;
  posts: readonly WatchedPost[];
  now: string;
  publishersLive: boolean;
}) {
  if (count === 0) return null;
  return (
    <Section
      title={title}
      description={
        <span className="figures">
          {countPosts(count)}
          {note && `, ${note}`}
          {count > posts.length && `; the first ${posts.length} are shown`}
        </span>
      }
    >
      <WatchedList label={title} posts={posts} now={now} publishersLive={publishersLive} />
    </Section>
  );
}
