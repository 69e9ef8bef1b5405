import { type PublisherFacts, type Publishing, skewAlarm } from '@mobilise/contracts/publishing';
import { sayInstant } from '@mobilise/contracts/time';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { Section } from '../ui/page-frame.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { sayDuration, sayFrom } from './durations.ts';

/** The publishers of this installation: they serve every workspace. */
export function PublishersSection({ publishers, underWay, now }: Pick<Publishing, 'publishers' | 'underWay' | 'now'>) {
  const { zone } = useWorkspace();
  const columns: Column<PublisherFacts>[] = [
    { title: 'Publisher', cell: ({ id }) => <span className="text-small wrap-anywhere">{id}</span> },
    { title: 'State', cell: (publisher) => <Lives publisher={publisher} now={now} /> },
    { title: 'Machine', cell: ({ machine }) => machine || 'Not said' },
    { title: 'Release', cell: ({ release }) => release || 'Not said' },
    { title: 'Runs since', cell: ({ startedAt }) => <span className="figures">{sayInstant(startedAt, zone)}</span> },
    { title: 'Clock', cell: ({ skew }) => <Clock skew={skew} /> },
    { title: 'Sound and video', cell: ({ ffmpeg }) => <MadeWith ffmpeg={ffmpeg} /> },
    {
      title: 'Has now',
      align: 'right',
      cell: ({ id }) => underWay.posts.filter(({ claimedBy }) => claimedBy === id).length,
    },
  ];
  return (
    <Section title="Publishers" description="They serve every workspace of this installation.">
      {publishers.length === 0 ? (
        <p>None has ever said that it lives. Whoever runs this installation has to start one.</p>
      ) : (
        <Table caption="Publishers" columns={columns} rows={publishers} rowKey={({ id }) => id} />
      )}
    </Section>
  );
}

const owners = { given: 'the one given', system: 'the system’s', embedded: 'built in', none: '' } as const;

/** Which ffmpeg a publisher has, and what is to be known of it. */
function MadeWith({ ffmpeg }: Pick<PublisherFacts, 'ffmpeg'>) {
  if (!ffmpeg) return 'Not said yet';
  const { source, version, notes } = ffmpeg;
  return (
    <>
      {source === 'none' ? 'Cannot be made' : `ffmpeg ${version}, ${owners[source]}`}
      {notes.map((note) => (
        <span key={note} className="block max-w-prose text-small text-ink-soft">
          {note}
        </span>
      ))}
    </>
  );
}

function Lives({ publisher: { lives, seenAt }, now }: { publisher: PublisherFacts; now: string }) {
  return lives ? (
    <Badge tone="done" icon={<CircleCheck aria-hidden className="size-3.5" />}>
      Runs
    </Badge>
  ) : (
    <span className="flex flex-wrap items-center gap-1.5">
      <Badge tone="wrong" icon={<CircleX aria-hidden className="size-3.5" />}>
        Stopped
      </Badge>
      <span className="figures text-small">last heard of {sayFrom(now, seenAt)}</span>
    </span>
  );
}

/** Milliseconds that nobody needs to be told of: the way to the database takes as long. */
const unseen = 100;

/** How far the machine's clock is from the database's, which decides; far enough, and its people are told to set it. */
function Clock({ skew }: { skew: number }) {
  const off = Math.abs(skew) < 1000 ? `${Math.abs(skew)} ms` : sayDuration(Math.abs(skew));
  const words = Math.abs(skew) < unseen ? 'Right' : `${off} ${skew > 0 ? 'fast' : 'slow'}`;
  if (Math.abs(skew) <= skewAlarm) return <span className="figures">{words}</span>;
  return (
    <Badge tone="wrong" icon={<TriangleAlert aria-hidden className="size-3.5" />}>
      {words}: set it
    </Badge>
  );
}
