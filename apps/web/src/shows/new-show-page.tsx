import { slugify } from '@mobilise/contracts/fields';
import { createShow } from '@mobilise/contracts/shows';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAskToLeave } from '../ask-to-leave.ts';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { TextField } from '../ui/text-field.tsx';
import { OnASite } from './on-a-site.tsx';
import { AboutFields, Group, ListeningFields, OwnerFields, type ShowWords } from './show-fields.tsx';
import { keepShow } from './show-queries.ts';
import { SiteSelect } from './site-select.tsx';

const nothingYet: ShowWords = {
  title: '',
  description: '',
  author: '',
  ownerName: '',
  ownerEmail: '',
  language: 'en-GB',
  categories: ['Health & Fitness'],
  explicit: false,
  type: 'episodic',
  artworkId: null,
  copyright: '',
  licence: '',
  place: '',
  funding: null,
  locked: true,
  introId: null,
  outroId: null,
  verification: '',
  complete: false,
};

/** Begins a show: all of it can be changed later but the site it stands on. */
export function NewShowPage() {
  const { slug } = useWorkspace();
  return (
    <Page width="reading">
      <PageHeader
        title="New show"
        above={
          <Link to={`/w/${slug}/shows` as string} className="text-link">
            Podcasts
          </Link>
        }
      />
      <OnASite action="shows.manage" forbidden="You may not begin a show.">
        {(siteId) => <NewShow siteId={siteId} />}
      </OnASite>
    </Page>
  );
}

function NewShow({ siteId }: { siteId: string }) {
  const { id: workspaceId, slug, name } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [begin] = useState<ShowWords>({ ...nothingYet, author: name });
  const [words, setWords] = useState(begin);
  const [site, setSite] = useState(siteId);
  const [typedSlug, setTypedSlug] = useState<string | null>(null);
  const address = typedSlug ?? (words.title.trim() ? slugify(words.title) : '');
  const change = (part: Partial<ShowWords>) => setWords((present) => ({ ...present, ...part }));
  const create = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      call(createShow, {
        params: { workspace: workspaceId },
        body: {
          ...words,
          categories: words.categories.filter(Boolean),
          channelId: site,
          ...(address && { slug: address }),
        },
      }),
    onSuccess: async (show) => {
      keepShow(client, workspaceId, show);
      await navigate({ to: `/w/${slug}/shows/${show.id}` as string });
    },
  });
  const isWritten = JSON.stringify([words, typedSlug]) !== JSON.stringify([begin, null]);
  useAskToLeave(isWritten && !create.isPending && !create.isSuccess, 'The words of this show are not saved.');
  return (
    <Form
      error={create.error}
      onSubmit={() => create.mutate()}
      className="gap-6"
      actions={
        <>
          <Button type="submit" look="primary" isPending={create.isPending}>
            Begin the show
          </Button>
          <LinkButton to={`/w/${slug}/shows` as string}>Cancel</LinkButton>
        </>
      }
    >
      <Group title="About the show">
        <AboutFields words={words} onChange={change} />
      </Group>
      <Group title="On the site">
        <SiteSelect value={site} onChange={setSite} />
        <TextField
          label="Address"
          name="slug"
          maxLength={80}
          autoComplete="off"
          spellCheck="false"
          value={address}
          onChange={(typed) => setTypedSlug(typed.toLowerCase().replace(/\s+/g, '-'))}
          description="Not needed: it is made from the title. The end of the address of its page and its feed, which cannot be changed once an episode is out."
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
