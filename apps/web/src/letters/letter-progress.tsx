import { listLetters, type PostLetters, resolveLetters, stopLetters } from '@mobilise/contracts/letters';
import type { Post } from '@mobilise/contracts/posts';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { Section } from '../ui/page-frame.tsx';
import { Progress } from '../ui/progress.tsx';
import { Table } from '../ui/table.tsx';
import { letterWords, sayProgress, sayRest } from './letter-words.ts';

/** How far the letters of a post have got, and what somebody has to decide about them. Nothing before the first. */
export function LetterProgress({ post }: { post: Post }) {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const maySchedule = useCan('posts.schedule');
  const [isStopping, setStopping] = useState(false);
  const params = { workspace, post: post.id };
  const queryKey = ['letters', workspace, post.id];
  const letters = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(listLetters, { params, signal }),
    refetchInterval: post.state === 'sending' ? 5000 : false,
  });
  const keep = (data: PostLetters) => client.setQueryData(queryKey, data);
  const stop = useMutation({
    meta: { shown: true },
    mutationFn: () => call(stopLetters, { params }),
    onSuccess: (data) => {
      setStopping(false);
      keep(data);
    },
  });
  const resolve = useMutation({
    meta: { shown: true },
    mutationFn: (outcome: 'send_again' | 'leave') => call(resolveLetters, { params, body: { outcome } }),
    onSuccess: keep,
  });
  if (letters.error) return <ErrorState error={letters.error} onRetry={() => void letters.refetch()} />;
  if (!letters.data || letters.data.total === 0) return null;
  const { data } = letters;
  const { counts, total } = data;
  const left = counts.pending + counts.sending;
  return (
    <Section title="Letters">
      {left > 0 && <Progress label="Letters dealt with" value={(total - left) / total} />}
      <div role="status">
        <p className="figures">{sayProgress(data)}</p>
        {sayRest(data).map((line) => (
          <p key={line} className="figures text-ink-soft">
            {line}
          </p>
        ))}
      </div>
      {counts.pending > 0 && maySchedule && (
        <Button className="self-start" onPress={() => setStopping(true)}>
          Stop sending
        </Button>
      )}
      {counts.unknown > 0 && (
        <div className="flex flex-col gap-2 border-l-2 border-wait py-0.5 pl-3">
          <p>
            {counts.unknown === 1 ? 'Of one letter we do not know' : `Of ${counts.unknown} letters we do not know`}{' '}
            whether it arrived: the connection ended before the mail server had answered. Sent again, somebody may get
            it twice.
          </p>
          {maySchedule && (
            <div className="flex flex-wrap gap-2">
              <Button isPending={resolve.isPending} onPress={() => resolve.mutate('send_again')}>
                Send {counts.unknown === 1 ? 'it' : 'them'} again
              </Button>
              <Button isPending={resolve.isPending} onPress={() => resolve.mutate('leave')}>
                Leave {counts.unknown === 1 ? 'it' : 'them'}
              </Button>
            </div>
          )}
          <FormProblem error={resolve.error} />
        </div>
      )}
      <Troubled letters={data} />
      {isStopping && (
        <Confirm
          title="Stop sending?"
          isOpen
          onClose={() => setStopping(false)}
          action="Stop sending"
          onConfirm={() => stop.mutate()}
          isPending={stop.isPending}
          error={stop.error}
        >
          {counts.pending === 1 ? 'One reader has' : `${counts.pending} readers have`} not got it yet, and will not.
          What is on its way arrives.
        </Confirm>
      )}
    </Section>
  );
}

function Troubled({ letters: { troubled } }: { letters: PostLetters }) {
  const { zone } = useWorkspace();
  if (troubled.length === 0) return null;
  return (
    <details>
      <summary className="w-fit cursor-default rounded-base font-medium pointer-coarse:py-3">
        Letters with difficulties
      </summary>
      <Table
        caption="Letters with difficulties"
        rows={troubled}
        rowKey={({ id }) => id}
        columns={[
          { title: 'Address', cell: ({ address }) => <span className="wrap-anywhere">{address || 'Erased'}</span> },
          { title: 'What became of it', cell: ({ state }) => letterWords[state] },
          { title: 'The mail server said', cell: ({ reply }) => <span className="wrap-anywhere">{reply ?? ''}</span> },
          { title: 'When', cell: ({ at }) => (at ? sayInstant(at, zone) : ''), className: 'figures' },
        ]}
      />
    </details>
  );
}
