import type { rankEngagement } from '@mobilise/contracts/engagement';
import type { RouteResponse } from '@mobilise/contracts/route';
import { sayCount } from './metric-value.tsx';

type Total = RouteResponse<typeof rankEngagement>['total'];

/** The numbers behind the sentence, each with the one it is measured against. */
export function Totals({ total, before, beforeWords }: { total: Total; before: Total; beforeWords: string }) {
  const shown = [
    ['Posts', total.posts, before.posts],
    ['Readers', total.readers, before.readers],
    ['Reactions', total.reactions, before.reactions],
  ] as const;
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid grid-cols-3 gap-x-4 sm:flex sm:gap-x-10">
        {shown.map(([name, value, past]) => (
          <div key={name} className="flex flex-col">
            <dt className="text-small text-ink-soft">{name}</dt>
            <dd className="figures flex flex-col">
              <span
                className={
                  value === null ? 'text-lead leading-9 text-ink-soft' : 'text-title font-semibold sm:text-page'
                }
              >
                {value === null ? 'Not known' : sayCount(value)}
              </span>
              {before.posts > 0 && (
                <span className="text-small text-ink-soft first-letter:uppercase">
                  {beforeWords}: {past === null ? 'not known' : sayCount(past)}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {before.posts === 0 && (
        <p className="text-small text-ink-soft">Nothing to compare with: {beforeWords} had no posts.</p>
      )}
      <p className="max-w-prose text-small text-ink-soft">
        Readers are people who opened a post on the newsroom site, counted once a day and post without cookies.
        Reactions are likes, reposts, replies and quotes elsewhere.
      </p>
    </div>
  );
}
