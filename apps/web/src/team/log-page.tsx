import { type auditEntry, listAudit } from '@mobilise/contracts/team';
import { dateOf, sayInstant } from '@mobilise/contracts/time';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TeamHeader } from './team-header.tsx';

type Entry = z.infer<typeof auditEntry>;

/** Each noun of the log: as a choice of the filter, and within a sentence. */
const nouns: Record<string, [choice: string, inSentence: string]> = {
  posts: ['Posts', 'the post'],
  items: ['Items', 'the item'],
  assets: ['Media', 'the upload'],
  channels: ['Channels', 'the channel'],
  holds: ['Holds', 'the hold on'],
  campaigns: ['Campaigns', 'the campaign'],
  subscribers: ['Subscribers', 'the newsletter'],
  members: ['People', ''],
  'api-keys': ['API keys', 'the API key'],
  workspaces: ['Workspace', 'the workspace'],
};

/** Who did what, when and why. */
export function LogPage() {
  const mayRead = useCan('audit.read');
  return (
    <Page width="page">
      <TeamHeader part="Log" />
      {mayRead ? (
        <Log />
      ) : (
        <NoPermission action="audit.read" what="The log says who changed what, and why. Your role does not show it." />
      )}
    </Page>
  );
}

function Log() {
  const { id, zone } = useWorkspace();
  const [noun, setNoun] = useState('all');
  const log = useInfiniteQuery({
    queryKey: ['audit', id, noun],
    queryFn: ({ pageParam, signal }) =>
      call(listAudit, {
        params: { workspace: id },
        query: { limit: 100, ...(pageParam && { cursor: pageParam }), ...(noun !== 'all' && { noun }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const entries = log.data?.pages.flatMap(({ data }) => data) ?? [];
  const days = Map.groupBy(entries, ({ at }) => dateOf(at, zone));
  return (
    <div className="flex flex-col gap-5">
      <Select
        label="Show"
        choices={[
          { id: 'all', label: 'Everything' },
          ...Object.entries(nouns).map(([key, [label]]) => ({ id: key, label })),
        ]}
        value={noun}
        onChange={setNoun}
        className="w-48"
      />
      {log.error ? (
        <ErrorState error={log.error} onRetry={() => void log.refetch()} />
      ) : log.isPending ? (
        <SkeletonRows />
      ) : entries.length === 0 ? (
        <EmptyState drawing="log">
          {noun === 'all' ? 'Nothing has happened here yet.' : 'Nothing of this kind has happened here yet.'}
        </EmptyState>
      ) : (
        <>
          {[...days].map(([date, ofDay]) => (
            <section key={date} aria-label={dayName(ofDay[0], zone)} className="grid gap-x-6 sm:grid-cols-[7rem_1fr]">
              <h2 className="border-t border-line-strong pt-2 font-semibold">{dayName(ofDay[0], zone)}</h2>
              <ol className="border-line-strong sm:border-t">
                {ofDay.map((entry) => (
                  <li key={entry.id} className="grid grid-cols-[3.25rem_1fr] border-b border-line py-2 last:border-b-0">
                    <time dateTime={entry.at} className="figures text-ink-soft">
                      {sayInstant(entry.at, zone).split(', ')[1]}
                    </time>
                    <Sentence entry={entry} />
                  </li>
                ))}
              </ol>
            </section>
          ))}
          {log.hasNextPage && (
            <Button onPress={() => void log.fetchNextPage()} isPending={log.isFetchingNextPage} className="self-start">
              Show older
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function dayName(entry: Entry | undefined, zone: string): string {
  return entry ? (sayInstant(entry.at, zone).split(',')[0] ?? '') : '';
}

function Sentence({ entry: { actor, action, noun, subject, reason } }: { entry: Entry }) {
  const what = nouns[noun]?.[1] ?? noun;
  const did = action === 'changed role' ? 'changed the role of' : action;
  // `Tom Okafor joined`, not `Tom Okafor joined Tom Okafor`.
  const named = subject === actor ? null : subject;
  return (
    <div className="wrap-anywhere">
      <span className="font-medium">{actor}</span> {did} {what} {named && (what ? <>‘{named}’</> : named)}
      {reason && <p className="text-ink-soft">Because: {reason}</p>}
    </div>
  );
}
