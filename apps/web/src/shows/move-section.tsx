import { moveShow, type Show } from '@mobilise/contracts/shows';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Form } from '../ui/form.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Section } from '../ui/page-frame.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { keepShow } from './show-queries.ts';

/** Takes subscribers along to a feed elsewhere, or back. */
export function MoveSection({ show }: { show: Show }) {
  const { id: workspaceId } = useWorkspace();
  const mayOwn = useCan('shows.own');
  const client = useQueryClient();
  const [url, setUrl] = useState('');
  const [isAsking, setAsking] = useState(false);
  const move = useMutation({
    meta: { shown: true },
    mutationFn: ({ newFeedUrl, version }: { newFeedUrl: string | null; version: number }) =>
      call(moveShow, { params: { workspace: workspaceId, show: show.id }, body: { newFeedUrl, version } }),
    onSuccess: (moved) => {
      setAsking(false);
      keepShow(client, workspaceId, moved);
      if (moved.newFeedUrl)
        showNotice({
          text: 'The feed sends its subscribers to the new one from now on.',
          action: { label: 'Undo', run: () => move.mutate({ newFeedUrl: null, version: moved.version }) },
        });
      else showNotice({ text: 'Subscribers get the show from here again.' });
    },
  });
  if (show.newFeedUrl) {
    return (
      <Section
        title="Moved away"
        description="Subscribers are sent to the new feed. Taking it back works for those who have not followed yet."
      >
        <p className="wrap-anywhere">
          New feed:{' '}
          <a href={show.newFeedUrl} rel="noreferrer" className="text-link">
            {show.newFeedUrl}
          </a>
        </p>
        {mayOwn ? (
          <div>
            <Button onPress={() => move.mutate({ newFeedUrl: null, version: show.version })} isPending={move.isPending}>
              Take the show back
            </Button>
          </div>
        ) : (
          <NoPermission action="shows.own" what="You may not take it back." />
        )}
        <FormProblem error={move.error} />
      </Section>
    );
  }
  const words = {
    title: 'Move away',
    description:
      'Nobody is locked in. When the show lives elsewhere, tell its subscribers’ apps where: they follow by themselves, and keep their place.',
  };
  if (!mayOwn)
    return (
      <Section {...words}>
        <NoPermission action="shows.own" what="You may not move a show away." />
      </Section>
    );
  return (
    <Section {...words}>
      <Form
        error={isAsking ? null : move.error}
        onSubmit={() => setAsking(true)}
        actions={
          <Button type="submit" isDisabled={!url.trim()}>
            Move the show…
          </Button>
        }
      >
        <TextField
          label="Address of the new feed"
          name="newFeedUrl"
          type="url"
          maxLength={2048}
          placeholder="https://…"
          value={url}
          onChange={setUrl}
          description="Have the new host take the show over first, with every episode, and open its feed to see that they are there."
        />
      </Form>
      <Confirm
        title={`Move ‘${show.title}’ away?`}
        isOpen={isAsking}
        onClose={() => {
          setAsking(false);
          move.reset();
        }}
        action="Move the show"
        onConfirm={() => move.mutate({ newFeedUrl: url.trim(), version: show.version })}
        isPending={move.isPending}
        error={move.error}
      >
        From this moment every app that asks for the feed is sent to {url}. Most follow within a day and do not come
        back by themselves. Keep it so for at least four weeks. Episodes that you publish here afterwards reach nobody
        who has moved.
      </Confirm>
    </Section>
  );
}
