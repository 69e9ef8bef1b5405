import { exportEngagement } from '@mobilise/contracts/engagement';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { addressOf } from '../call.ts';
import { channelsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { AnchorButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Skeleton, SkeletonRows } from '../ui/skeleton.tsx';
import { DayCharts } from './day-charts.tsx';
import { type RankQuery, rankQuery } from './engagement-queries.ts';
import type { EngagementSearch } from './engagement-search.ts';
import { Filters } from './filters.tsx';
import { MetricLegend } from './metric-value.tsx';
import { NothingPublished } from './nothing-published.tsx';
import { periodOf } from './period.ts';
import { Ranking } from './ranking.tsx';
import { sayAchieved } from './sentence.ts';
import { Totals } from './totals.tsx';

/** What the posts of a period achieved: a sentence, the ranking, the charts. */
export function EngagementPage() {
  const { id: workspaceId, zone } = useWorkspace();
  const search = useSearch({ strict: false }) as EngagementSearch;
  const navigate = useNavigate();
  const change = (to: EngagementSearch) =>
    void navigate({ to: '.', search: { ...search, ...to }, replace: true } as never);
  const period = periodOf(search, Temporal.Now.plainDateISO(zone).toString());
  const narrowed = { ...(search.channel && { channel: search.channel }), ...(search.kind && { kind: search.kind }) };
  const query: RankQuery = { from: period.from, to: period.to, ...narrowed };
  const ranking = useQuery(rankQuery(workspaceId, query));
  const { dates } = period.before;
  const other = useQuery({ ...rankQuery(workspaceId, { ...query, ...dates }), enabled: dates !== null });
  const channels = useQuery(channelsQuery(workspaceId));
  const error = ranking.error ?? (dates ? other.error : null);
  const before = dates ? other.data?.total : ranking.data?.before;
  return (
    <Page>
      <PageHeader
        title="Engagement"
        actions={
          <AnchorButton
            icon={Download}
            href={addressOf(exportEngagement, { params: { workspace: workspaceId }, query })}
            download
          >
            Download CSV
          </AnchorButton>
        }
      >
        <Filters search={search} period={period} channels={channels.data ?? []} onChange={change} />
      </PageHeader>
      {error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([ranking.refetch(), dates && other.refetch()])} />
      ) : !ranking.data || !before ? (
        <Loading />
      ) : (
        <>
          <p className="max-w-4xl text-title font-medium text-balance wrap-anywhere" aria-live="polite">
            {sayAchieved({
              ...ranking.data,
              before,
              period: period.words,
              beforeWords: period.before.words,
              isNarrowed: Object.keys(narrowed).length > 0,
            })}
          </p>
          {ranking.data.total.posts === 0 ? (
            <NothingPublished search={search} period={period} before={before} onChange={change} />
          ) : (
            <>
              <Totals total={ranking.data.total} before={before} beforeWords={period.before.words} />
              <section aria-labelledby="ranking" className="flex flex-col gap-3 pt-2">
                <h2 id="ranking" className="text-lead font-semibold">
                  What did most
                </h2>
                <Ranking
                  posts={ranking.data.posts}
                  channelNames={new Map((channels.data ?? []).map(({ id, name }) => [id, name]))}
                />
                <MetricLegend />
              </section>
              <DayCharts answer={ranking.data} zone={zone} />
            </>
          )}
        </>
      )}
    </Page>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-5">
      <Skeleton className="h-7 w-full max-w-2xl" />
      <div className="flex gap-8">
        <Skeleton className="h-14 w-28" />
        <Skeleton className="h-14 w-28" />
        <Skeleton className="h-14 w-28" />
      </div>
      <SkeletonRows rows={6} label="Loading what the posts achieved" />
    </div>
  );
}
