import { startImport } from '@mobilise/contracts/shows';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ImportList } from './import-list.tsx';
import { OnASite } from './on-a-site.tsx';
import { importsQuery } from './show-queries.ts';
import { SiteSelect } from './site-select.tsx';

/** Takes over a show from the feed it has elsewhere, and tells how far that is. */
export function ImportPage() {
  const { slug } = useWorkspace();
  return (
    <Page width="reading">
      <PageHeader
        title="Take over a show"
        above={
          <Link to={`/w/${slug}/shows` as string} className="text-link">
            Podcasts
          </Link>
        }
      >
        <p>
          Bring a show here from another host: its description, and its episodes with their audio, chapters and
          transcripts. Each episode keeps its identity, so nobody gets one twice. When everything is here, ask the old
          host to send its subscribers to the new feed.
        </p>
        <p>
          Episodes that are out there are out here, too, as soon as they arrive: the show and each of them have a page
          on your site, under the date on which they came out. What is not out there yet, or is kept out of directories,
          is left out.
        </p>
      </PageHeader>
      <OnASite action="shows.import" forbidden="You may not take over a show: what it brings is out at once.">
        {(siteId) => <ImportForm siteId={siteId} />}
      </OnASite>
      <ImportList isWhole />
    </Page>
  );
}

function ImportForm({ siteId }: { siteId: string }) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const [site, setSite] = useState(siteId);
  const start = useMutation({
    meta: { shown: true },
    mutationFn: (feedUrl: string) =>
      call(startImport, { params: { workspace: workspaceId }, body: { feedUrl, channelId: site } }),
    onSuccess: () => client.invalidateQueries({ queryKey: importsQuery(workspaceId).queryKey }),
  });
  return (
    <Form
      error={start.error}
      onSubmit={(data) => start.mutate(textOf(data, 'feedUrl').trim())}
      actions={
        <Button type="submit" look="primary" isPending={start.isPending}>
          Take it over
        </Button>
      }
    >
      <TextField
        label="Address of its feed"
        name="feedUrl"
        type="url"
        isRequired
        maxLength={2048}
        placeholder="https://…"
        description="Your present host calls it the RSS feed of the show."
      />
      <SiteSelect value={site} onChange={setSite} />
    </Form>
  );
}
