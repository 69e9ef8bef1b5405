import { removeShow, type Show, updateShow } from '@mobilise/contracts/shows';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { Section } from '../ui/page-frame.tsx';
import { showNotice } from '../ui/toast.tsx';
import { keepShow } from './show-queries.ts';

/** Puts a show out of the way, brings it back, or removes one that has no episodes. */
export function RemoveShowSection({ show }: { show: Show }) {
  const { id: workspaceId, slug } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const params = { workspace: workspaceId, show: show.id };
  const archive = useMutation({
    meta: { shown: true },
    mutationFn: ({ archived, version }: { archived: boolean; version: number }) =>
      call(updateShow, { params, body: { archived, version } }),
    onSuccess: (changed) => {
      keepShow(client, workspaceId, changed);
      const isArchived = changed.archivedAt !== null;
      showNotice({
        text: isArchived ? `‘${show.title}’ is archived.` : `‘${show.title}’ is back among the shows.`,
        ...(isArchived && {
          action: { label: 'Undo', run: () => archive.mutate({ archived: false, version: changed.version }) },
        }),
      });
    },
  });
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: () => call(removeShow, { params }),
    onSuccess: async () => {
      showNotice({ text: `‘${show.title}’ is removed.` });
      await navigate({ to: `/w/${slug}/shows` as string });
      await client.invalidateQueries({ queryKey: ['shows', workspaceId] });
    },
  });
  return (
    <Section
      title="Archive or remove"
      description={
        show.archivedAt
          ? 'It is archived. What is out stays out, and its feed goes on; no new episode is begun or goes out.'
          : 'An archived show keeps its feed and its page, with every episode that is out. No new one is begun or goes out: unschedule or cancel those that wait first.'
      }
    >
      <div className="flex flex-wrap gap-2">
        <Button
          onPress={() => archive.mutate({ archived: show.archivedAt === null, version: show.version })}
          isPending={archive.isPending}
        >
          {show.archivedAt ? 'Bring the show back' : 'Archive the show'}
        </Button>
        {show.episodes.all === 0 && (
          <Button look="danger" onPress={() => setAsking(true)}>
            Remove the show
          </Button>
        )}
      </div>
      <FormProblem error={archive.error} />
      {show.episodes.all > 0 && (
        <p className="text-ink-soft">
          It has episodes, so it cannot be removed: subscribers’ apps would report an error.
        </p>
      )}
      <Confirm
        title={`Remove ‘${show.title}’?`}
        isOpen={isAsking}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
        action="Remove the show"
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        error={remove.error}
      >
        Its page and its feed go, and this cannot be undone.
      </Confirm>
    </Section>
  );
}
