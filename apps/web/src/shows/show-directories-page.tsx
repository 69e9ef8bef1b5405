import type { Show } from '@mobilise/contracts/shows';
import { Link } from '@tanstack/react-router';
import { CircleCheck, ExternalLink, TriangleAlert } from 'lucide-react';
import { useCan, useWorkspace } from '../session.ts';
import { CopyField } from '../ui/copy-field.tsx';
import { Section } from '../ui/page-frame.tsx';
import { MoveSection } from './move-section.tsx';
import { ShowFrame } from './show-header.tsx';

/** Where a show is made known to apps: its feed, what they would refuse, and how to hand it in. */
export function ShowDirectoriesPage() {
  return (
    <ShowFrame part="Feed and directories">
      {(show) => (
        <div className="flex max-w-3xl flex-col gap-8">
          <Standing show={show} />
          <Section
            title="Feed and page"
            description="Directories and apps read the feed. The page is for everybody else."
          >
            <div className="flex flex-col gap-3">
              <CopyField label="Feed" value={show.feedUrl} />
              <CopyField label="Page on the site" value={show.pageUrl} />
              <a href={show.pageUrl} target="_blank" rel="noreferrer" className="text-link flex items-center gap-1.5">
                <ExternalLink aria-hidden className="size-4" />
                See the page
                <span className="sr-only"> (opens in a new tab)</span>
              </a>
            </div>
          </Section>
          <Directories />
          <MoveSection key={show.id} show={show} />
        </div>
      )}
    </ShowFrame>
  );
}

function Standing({ show: { id, problems, unread, episodes } }: { show: Show }) {
  const { slug } = useWorkspace();
  const mayManage = useCan('shows.manage');
  const all = [
    ...(unread ? [unread] : []),
    ...problems,
    ...(episodes.inFeed > 0
      ? []
      : episodes.published > 0
        ? [
            'No episode is in the feed yet: what is published has no audio file. Directories refuse a feed without an episode.',
          ]
        : ['Publish an episode: directories refuse a feed without one. A trailer will do.']),
  ];
  if (all.length === 0)
    return (
      <p className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-done" />
        Directories will take this show as it is.
      </p>
    );
  return (
    <Section title="To put right first" description="Directories would refuse or miss this.">
      <ul className="flex flex-col gap-1.5">
        {all.map((problem) => (
          <li key={problem} className="flex items-start gap-2">
            <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
            {problem}
          </li>
        ))}
      </ul>
      {mayManage && problems.length > 0 && (
        <Link to={`/w/${slug}/shows/${id}/settings` as string} className="text-link self-start">
          Change the show
        </Link>
      )}
    </Section>
  );
}

/** Where shows are handed in, as their makers describe it (read November 2026). */
const directories = [
  {
    name: 'Apple Podcasts',
    url: 'https://podcastsconnect.apple.com/',
    how: 'Sign in to Podcasts Connect with an Apple Account, press the plus sign, choose a show with an RSS feed, and paste the feed. Apple looks at it within some days. Many other apps take their shows from there.',
  },
  {
    name: 'Spotify',
    url: 'https://creators.spotify.com/',
    how: 'Sign in to Spotify for Creators, choose to add an existing show, and paste the feed. A code comes to the owner’s e-mail address; type it in. It is there within hours.',
  },
  {
    name: 'YouTube',
    url: 'https://studio.youtube.com/',
    how: 'In YouTube Studio choose Create, New podcast, Submit RSS feed. It makes a still video of each episode.',
  },
  {
    name: 'Amazon Music and Audible',
    url: 'https://podcasters.amazon.com/',
    how: 'Sign in with an Amazon account and paste the feed. A code comes to the owner’s e-mail address.',
  },
  {
    name: 'Podcast Index',
    url: 'https://podcastindex.org/add',
    how: 'Paste the feed; no account is needed. The apps that show transcripts and chapters read this index.',
  },
];

function Directories() {
  return (
    <Section
      title="Submit it"
      description="Once in each directory. From then on they read the feed by themselves, and new episodes appear."
    >
      <ol className="flex flex-col">
        {directories.map(({ name, url, how }) => (
          <li key={name} className="border-b border-line py-3 last:border-b-0">
            <h3 className="font-medium">
              <a href={url} target="_blank" rel="noreferrer" className="text-link">
                {name}
                <span className="sr-only"> (opens in a new tab)</span>
              </a>
            </h3>
            <p>{how}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
