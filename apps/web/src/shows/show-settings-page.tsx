import { type Show, updateShow } from '@mobilise/contracts/shows';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { RemoveShowSection } from './remove-show-section.tsx';
import { AboutFields, Group, ListeningFields, OwnerFields, type ShowWords } from './show-fields.tsx';
import { ShowFrame } from './show-header.tsx';
import { keepShow } from './show-queries.ts';

/** Everything that can be changed of a show. */
export function ShowSettingsPage() {
  const mayManage = useCan('shows.manage');
  return (
    <ShowFrame part="Settings">
      {(show) =>
        mayManage ? (
          <div className="flex max-w-3xl flex-col gap-8">
            <SettingsForm key={show.id} show={show} />
            <RemoveShowSection show={show} />
          </div>
        ) : (
          <Page width="reading" className="px-0 sm:px-0">
            <NoPermission action="shows.manage" what="You may read this show, not change it." />
            <p className="whitespace-pre-line">{show.description}</p>
          </Page>
        )
      }
    </ShowFrame>
  );
}

type Changes = Partial<ShowWords & { slug: string }>;

function SettingsForm({ show }: { show: Show }) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const [changes, setChanges] = useState<Changes>({});
  const words = { ...show, ...changes };
  const change = (part: Changes) => setChanges((present) => ({ ...present, ...part }));
  const save = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      call(updateShow, {
        params: { workspace: workspaceId, show: show.id },
        body: {
          ...changes,
          ...(changes.categories && { categories: changes.categories.filter(Boolean) }),
          version: show.version,
        },
      }),
    onSuccess: (changed) => {
      setChanges({});
      keepShow(client, workspaceId, changed);
      showNotice({ text: 'The show is saved. Its feed and its page say so at once.' });
    },
  });
  const isChanged = Object.keys(changes).length > 0;
  return (
    <Form
      error={save.error}
      onSubmit={() => save.mutate()}
      className="gap-6"
      actions={
        <>
          <Button type="submit" look="primary" isPending={save.isPending} isDisabled={!isChanged}>
            Save the show
          </Button>
          {isChanged && <Button onPress={() => setChanges({})}>Put back what was there</Button>}
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
              ? 'It stays, because episodes are out: subscribers would lose the feed.'
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
    </Form>
  );
}
