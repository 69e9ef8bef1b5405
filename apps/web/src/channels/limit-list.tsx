import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { type Metric, metricWords } from '@mobilise/contracts/engagement';
import { sayGrace, sayLimits } from './channel-words.ts';

/** The limits of a channel, with where they were read and when. */
export function LimitList({ kind, limits }: Pick<Channel, 'kind' | 'limits'>) {
  const { metrics } = channelKindOf(kind);
  const terms = [
    ...sayLimits(limits),
    ['Late by at most', `${sayGrace(kind)}; later, the post is held and somebody decides`],
    [
      'Counts',
      metrics.length === 0
        ? 'Nothing: it tells no figures'
        : (metrics as readonly Metric[]).map((metric) => metricWords[metric].toLowerCase()).join(', '),
    ],
  ];
  const read = Temporal.PlainDate.from(limits.readOn).toLocaleString('en-GB', { dateStyle: 'long' });
  return (
    <>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
        {terms.map(([term, allows]) => (
          <div key={term} className="contents">
            <dt className="text-ink-soft">{term}</dt>
            <dd>{allows}</dd>
          </div>
        ))}
      </dl>
      <p className="text-small text-ink-soft">
        Source: {limits.source}. Read on {read}.
      </p>
    </>
  );
}
