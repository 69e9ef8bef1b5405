import type { Publishing } from '@mobilise/contracts/publishing';
import { useQuery } from '@tanstack/react-query';
import { useCan, useWorkspace } from '../session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { ChannelsSection } from './channels-section.tsx';
import { CountsSection } from './counts-section.tsx';
import { FindSection } from './find-section.tsx';
import { FlowSection } from './flow-section.tsx';
import { PublishersSection } from './publishers-section.tsx';
import { publishingQuery } from './publishing-queries.ts';
import { saySummary } from './summary.ts';

/** What the publisher is doing, and why a post is not out. */
export function PublishingPage() {
  const mayRead = useCan('publishing.read');
  return (
    <Page width="page" className="gap-8">
      {mayRead ? (
        <Watch />
      ) : (
        <>
          <PageHeader title="What the publisher is doing" />
          <NoPermission action="publishing.read" what="This says what is being sent, what waits, and why." />
        </>
      )}
    </Page>
  );
}

function Watch() {
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(publishingQuery(id));
  return (
    <>
      <PageHeader title="What the publisher is doing">
        {data && <p className="figures max-w-prose text-lead">{saySummary(data)}</p>}
      </PageHeader>
      <FindSection />
      {data ? (
        <Everything {...data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </>
  );
}

function Everything(publishing: Publishing) {
  const { now, publishers, channels, attempts, jobs, ...flow } = publishing;
  return (
    <>
      <FlowSection {...flow} now={now} publishersLive={publishers.some(({ lives }) => lives)} />
      <ChannelsSection channels={channels} now={now} />
      <PublishersSection publishers={publishers} underWay={flow.underWay} now={now} />
      <CountsSection attempts={attempts} jobs={jobs} now={now} />
    </>
  );
}
