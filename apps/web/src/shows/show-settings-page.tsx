import { type Show, updateShow } from '@mobilise/contracts/shows';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAskToLeave } from '../ask-to-leave.ts';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Meanwhile } from '../ui/meanwhile.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { afterSaving, changesOf, conflictsOf, goneOn, nothingUnsaved, type Unsaved, withChanges } from '../unsaved.ts';
import { RemoveShowSection } from './remove-show-section.tsx';
import { savedWords } from './saved-words.ts';
import { AboutFields, Group, ListeningFields, OwnerFields, type ShowWords } from './show-fields.tsx';
import { ShowFrame } from './show-header.tsx';
import { keepShow, showQuery } from './show-queries.ts';

/** Everything that can be changed of a show. */
export function ShowSettingsPage() {
  const mayManage = useCan('shows.manage');
  return (
    <ShowFrame part="Settings">
      {(show) => (
        <div className="flex max-w-3xl flex-col gap-8">
          <Settings show={show} />
          {mayManage && <RemoveShowSection show={show} />}
        </div>
      )}
    </ShowFrame>
  );
}

/** The form, or who may fill it in: what is out is changed by those who may approve. */
function Settings({ show }: { show: Show }) {
  const isOut = show.episodes.published > 0;
  const action = isOut ? 'shows.own' : 'shows.manage';
  if (useCan(action)) return <SettingsForm key={show.id} show={show} />;
  const what = isOut
    ? 'Episodes of this show are out, and its feed and its page show at once what is changed here.'
    : 'You may read this show, not change it.';
  return (
    <>
      <NoPermission action={action} what={what} />
      <p className="max-w-prose whitespace-pre-line">{show.description}</p>
    </>
  );
}

type Words = ShowWords & { slug: string };

function SettingsForm({ show }: { show: Show }) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const [unsaved, setUnsaved] = useState<Unsaved<Words>>(nothingUnsaved);
  const words = { ...show, ...unsaved.to };
  const changes = changesOf<Words>(unsaved, show);
  const isChanged = Object.keys(changes).length > 0;
  const change = (part: Partial<Words>) => setUnsaved((unsaved) => withChanges(unsaved, show, part));
  const save = useMutation({
    meta: { shown: true },
    mutationFn: (sent: Partial<Words>) =>
      call(updateShow, {
        params: { workspace: workspaceId, show: show.id },
        body: {
          ...sent,
          ...(sent.categories && { categories: sent.categories.filter(Boolean) }),
          version: show.version,
        },
      }),
    onSuccess: (saved, sent) => {
      setUnsaved((unsaved) => afterSaving<Words>(unsaved, sent, saved));
      keepShow(client, workspaceId, saved);
      showNotice({ text: 'The show is saved. Its feed and its page show it at once.' });
    },
    onError: () => client.invalidateQueries(showQuery(workspaceId, show.id)),
  });
  // What is being saved comes back by the live stream, too, and may be the first to do so.
  const theirs = save.isPending ? [] : conflictsOf<Words>(unsaved, show);
  useAskToLeave(isChanged, 'Your changes of this show are not saved.');
  return (
    <Form
      error={save.error}
      onSubmit={() => theirs.length === 0 && save.mutate(changes)}
      className="gap-6"
      actions={
        <>
          {theirs.length === 0 && (
            <Button type="submit" look="primary" isPending={save.isPending} isDisabled={!isChanged}>
              Save the show
            </Button>
          )}
          {isChanged && <Button onPress={() => setUnsaved(nothingUnsaved)}>Undo the changes</Button>}
        </>
      }
    >
      <Group title="About the show">
        <AboutFields words={words} onChange={change} />
      </Group>
      <Group title="On the site">
        <TextField
          label="Address"
          name="slug"
          isRequired
          maxLength={80}
          autoComplete="off"
          spellCheck="false"
          value={words.slug}
          onChange={(slug) => change({ slug: slug.toLowerCase().replace(/\s+/g, '-') })}
          isDisabled={show.episodes.published > 0}
          description={
            show.episodes.published > 0
              ? 'It cannot be changed any more, because episodes are out: subscribers would lose the feed.'
              : 'The end of the address of its page and its feed.'
          }
        />
      </Group>
      <Group title="Listening">
        <ListeningFields words={words} onChange={change} />
      </Group>
      <Group title="Owner and rights">
        <OwnerFields words={words} onChange={change} />
      </Group>
      <Meanwhile
        theirs={theirs.map((name) => savedWords(show, name))}
        onGoOn={() => {
          setUnsaved((unsaved) => goneOn<Words>(unsaved, show));
          save.reset();
        }}
      />
    </Form>
  );
}
