import type { Publishing } from '@mobilise/contracts/publishing';
import { Section } from '../ui/page-frame.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { sayReadings, sayUploads } from './summary.ts';

type Attempts = Publishing['attempts'][number];

const outcomes: Record<Attempts['outcome'], string> = {
  published: 'Arrived',
  refused: 'Not taken, tried again',
  failed: 'Refused for good',
  unknown: 'Not answered',
  waiting: 'Waited for the channel to finish',
  abandoned: 'Given up before anything was sent',
  under_way: 'Under way',
};

const columns: Column<Attempts>[] = [
  { title: 'What came of it', cell: ({ outcome }) => outcomes[outcome] },
  { title: 'Last hour', align: 'right', cell: ({ hour }) => hour.toLocaleString('en-GB') },
  { title: 'Last 24 hours', align: 'right', cell: ({ day }) => day.toLocaleString('en-GB') },
];

/** Tries at sending by what came of them, and the work beside sending. */
export function CountsSection({
  attempts,
  jobs: { renditions, readings },
  now,
}: Pick<Publishing, 'attempts' | 'jobs' | 'now'>) {
  return (
    <>
      <Section title="Tries at sending">
        {attempts.length === 0 ? (
          <p className="text-ink-soft">None in the last 24 hours.</p>
        ) : (
          <Table caption="Tries at sending" columns={columns} rows={attempts} rowKey={({ outcome }) => outcome} />
        )}
      </Section>
      <Section title="Beside sending">
        <dl className="figures grid max-w-prose gap-x-6 gap-y-1.5 sm:grid-cols-[auto_1fr]">
          <dt className="text-ink-soft">Files of uploads</dt>
          <dd>{sayUploads(renditions, now)}</dd>
          <dt className="text-ink-soft">Engagement</dt>
          <dd>{sayReadings(readings)}</dd>
        </dl>
      </Section>
    </>
  );
}
