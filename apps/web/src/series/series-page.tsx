import { channelKindOf } from '@mobilise/contracts/channels';
import { pauseSeries, resumeSeries, type SeriesWithOccurrences } from '@mobilise/contracts/series';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CircleStop, Pause, Pencil, Play } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { isForeign, sayZone } from '../scheduling/now.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page, PageFrame, RailSection, Section } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { showNotice, showProblem } from '../ui/toast.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { EndDialog } from './end-dialog.tsx';
import { Occurrences } from './occurrences.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { seriesQuery, useSeriesChange } from './series-queries.ts';
import { sayRhythm, standingOf } from './series-words.ts';

/** One series: when it goes out, what takes turns, every occurrence and how it stands. */
export function SeriesPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const { series: seriesId = '' } = useParams({ strict: false }) as { series?: string };
  const series = useQuery(seriesQuery(workspaceId, seriesId));
  const maySchedule = useCan('posts.schedule');
  if (!series.data) {
    return series.error ? (
      <Page>
        <PageHeader title="Series" />
        <ErrorState error={series.error} onRetry={() => void series.refetch()} />
      </Page>
    ) : (
      <SkeletonPage />
    );
  }
  const { data } = series;
  const { label, tone } = standingOf(data);
  return (
    <PageFrame
      railLabel="About this series"
      header={
        <PageHeader
          title={data.title}
          above={
            <span className="flex flex-wrap gap-x-1.5">
              <Link to={`/w/${slug}/series` as string} className="text-link">
                Series
              </Link>
              / Repeats on {data.channelName}
            </span>
          }
          actions={
            <>
              <Badge tone={tone}>{label}</Badge>
              {maySchedule && <Actions series={data} />}
            </>
          }
        />
      }
      rail={<Rail series={data} />}
    >
      <div className="flex flex-col gap-8">
        <section aria-label="When it goes out" className="flex flex-col gap-1.5">
          <p className="text-title font-semibold">{sayRhythm(data, new Date().getFullYear())}</p>
          {isForeign(data.zone) && <p className="text-small text-ink-soft">Times of {sayZone(data.zone)}.</p>}
          {!data.wordsApproved && data.state !== 'ended' && (
            <p className="font-medium text-wait">
              Its words were changed and wait for approval: what comes is held until an owner or a lead{' '}
              <Link to={`/w/${slug}/items/${data.itemId}` as string} className="text-link">
                approves the item
              </Link>
              .
            </p>
          )}
          {data.textless.length > 0 && (
            <p className="font-medium text-wait">
              {channelKindOf(data.channelKind).label} has every text already, and would refuse it on{' '}
              {data.textless.length === 1 ? 'one date' : `${data.textless.length} dates`}. Add a text.
            </p>
          )}
          {!maySchedule && <NoPermission action="posts.schedule" what="You can see what repeats. To change it:" />}
        </section>
        <Occurrences series={data} />
        <Section title={data.variants.length === 1 ? 'Its text' : `${data.variants.length} texts that take turns`}>
          <ol className="flex flex-col gap-3">
            {data.variants.map(({ text, images, link, thread }) => (
              <li key={text} className="border-l-2 border-line pl-3">
                <p className="whitespace-pre-wrap wrap-anywhere">{text}</p>
                {thread && (
                  <ol className="flex flex-col gap-1 py-1 pl-3 text-ink-soft">
                    {thread.map((part, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a part is nothing but its place in the thread
                      <li key={index} className="whitespace-pre-wrap wrap-anywhere">
                        {part.text}
                      </li>
                    ))}
                  </ol>
                )}
                {(images.length > 0 || link) && (
                  <p className="text-small text-ink-soft wrap-anywhere">
                    {images.length > 0
                      ? images.length === 1
                        ? 'With an image'
                        : `With ${images.length} images`
                      : `With ${link}`}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </PageFrame>
  );
}

function Rail({ series }: { series: SeriesWithOccurrences }) {
  const { slug } = useWorkspace();
  return (
    <>
      <RailSection title="Channel">
        <Link
          to={`/w/${slug}/channels/${series.channelId}` as string}
          className="flex items-center gap-2 text-ink hover:underline"
        >
          <ChannelMark kind={series.channelKind} isNamed />
          {series.channelName}
        </Link>
      </RailSection>
      <RailSection title="Item">
        <p>
          Each post carries the newest revision of{' '}
          <Link to={`/w/${slug}/items/${series.itemId}` as string} className="text-link">
            {series.title}
          </Link>
          , and is held until that is approved.
        </p>
      </RailSection>
      <RailSection title="How it is planned">
        <p>Posts are made two months ahead, and the next one always. Open one to move, edit or cancel it alone.</p>
      </RailSection>
      {series.override && (
        <RailSection title="Sent without alternatives">
          <p>Because: {series.override}</p>
        </RailSection>
      )}
    </>
  );
}

function Actions({ series }: { series: SeriesWithOccurrences }) {
  const { id: workspace } = useWorkspace();
  const [asked, setAsked] = useState<'change' | 'pause' | 'end' | null>(null);
  const change = useSeriesChange(workspace);
  const close = () => setAsked(null);
  const run = (route: typeof pauseSeries | typeof resumeSeries, words: string) =>
    change.mutate(() => call(route, { params: { workspace, series: series.id }, body: { version: series.version } }), {
      onSuccess: () => {
        showNotice({ text: words });
        close();
      },
      onError: showProblem,
    });
  if (series.state === 'ended') return null;
  return (
    <>
      <Button icon={Pencil} onPress={() => setAsked('change')}>
        Change…
      </Button>
      {series.state === 'active' ? (
        <Button icon={Pause} onPress={() => setAsked('pause')}>
          Pause…
        </Button>
      ) : (
        <Button
          icon={Play}
          look="primary"
          isPending={change.isPending}
          onPress={() => run(resumeSeries, `“${series.title}” goes on.`)}
        >
          Resume
        </Button>
      )}
      <Button icon={CircleStop} onPress={() => setAsked('end')}>
        End…
      </Button>
      {asked === 'change' && <ChangeDialog series={series} onClose={close} />}
      {asked === 'pause' && (
        <PauseDialog
          series={series}
          isPending={change.isPending}
          onConfirm={() => run(pauseSeries, `“${series.title}” is paused.`)}
          onClose={close}
        />
      )}
      {asked === 'end' && <EndDialog series={series} onClose={close} />}
    </>
  );
}
