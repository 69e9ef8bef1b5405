import { slugify } from '@mobilise/contracts/fields';
import { createShow } from '@mobilise/contracts/shows';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
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
  funding: null,
  locked: true,
  introId: null,
  outroId: null,
  verification: '',
  complete: false,
};

/** Begins a show: all of it can be changed later but the site it stands on. */
export function NewShowPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const mayManage = useCan('shows.manage');
  const channels = useQuery(channelsQuery(workspaceId));
  const sites = channels.data?.filter(({ kind }) => kind === 'newsroom');
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
      {!mayManage ? (
        <NoPermission action="shows.manage" what="You may not begin a show." />
      ) : !sites ? (
        <SkeletonRows rows={6} />
      ) : sites[0] ? (
        <NewShow siteId={sites[0].id} />
      ) : (
        <EmptyState
          drawing="channels"
          action={
            <LinkButton
              to={`/w/${slug}/channels/connect` as string}
              search={{ kind: 'newsroom' } as never}
              look="primary"
            >
              Open a newsroom site
            </LinkButton>
          }
        >
          A show stands on a newsroom site: there it has its page and its feed. Open one first.
        </EmptyState>
      )}
    </Page>
  );
}

function NewShow({ siteId }: { siteId: string }) {
  const { id: workspaceId, slug, name } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [words, setWords] = useState<ShowWords>({ ...nothingYet, author: name });
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
          description="The end of the address of its page and its feed. It stays once an episode is out."
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
