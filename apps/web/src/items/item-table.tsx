import type { Campaign } from '@mobilise/contracts/campaigns';
import { kindWords } from '@mobilise/contracts/item-kinds';
import type { ItemSummary } from '@mobilise/contracts/items';
import { labelOf, type PostState, postStates } from '@mobilise/contracts/post-states';
import { sayInstant } from '@mobilise/contracts/time';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { CampaignMark } from '../ui/campaign-mark.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { lookOf, StateIcon, stateTones } from '../ui/state-icon.tsx';
import { Table } from '../ui/table.tsx';
import { ItemTags } from './item-tags.tsx';

/** Items as rows: what it is, where its posts stand, to what and whom it belongs. */
export function ItemTable({ items, campaigns }: { items: readonly ItemSummary[]; campaigns: readonly Campaign[] }) {
  const { slug, zone } = useWorkspace();
  const campaignOf = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  return (
    <Table
      caption="Items, the last changed first"
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Item',
          className: 'sm:w-[46%]',
          cell: ({ id, kind, title, summary, tags, thumb, archivedAt }) => (
            <div className="flex min-w-0 items-center gap-3">
              <span className="grid size-12 shrink-0 place-items-center overflow-hidden rounded-base border border-line bg-sunk text-ink-soft">
                {thumb ? (
                  <img src={thumb} alt="" loading="lazy" className="size-full object-cover" />
                ) : (
                  <KindIcon kind={kind} className="size-5" />
                )}
              </span>
              <div className="flex min-w-0 flex-col gap-0.5">
                <span className="flex items-center gap-1.5">
                  {thumb && <KindIcon kind={kind} className="size-4 text-ink-soft" />}
                  <span className="sr-only">{kindWords[kind].label}: </span>
                  <Link
                    to={`/w/${slug}/items/${id}` as string}
                    className="line-clamp-2 font-medium text-ink wrap-anywhere hover:underline"
                  >
                    {title}
                  </Link>
                  {archivedAt && <Badge>Archived</Badge>}
                </span>
                {summary && <span className="line-clamp-1 text-small text-ink-soft">{summary}</span>}
                {tags.length > 0 && <ItemTags tags={tags} />}
              </div>
            </div>
          ),
        },
        { title: 'Posts', cell: ({ posts, approved }) => <PostCounts posts={posts} approved={approved} /> },
        {
          title: 'Campaign',
          cell: ({ campaignId }) => {
            const campaign = campaignId ? campaignOf.get(campaignId) : undefined;
            return campaign ? <CampaignMark colour={campaign.colour} name={campaign.name} /> : <Nothing />;
          },
        },
        { title: 'Assigned to', cell: ({ assignee }) => assignee?.name ?? <Nothing /> },
        {
          title: 'Changed',
          className: 'text-small',
          cell: ({ updatedAt, updatedBy }) => (
            <span className="flex flex-col max-sm:flex-row max-sm:gap-1">
              <time dateTime={updatedAt} className="figures whitespace-nowrap">
                {sayInstant(updatedAt, zone)}
              </time>
              <span className="text-ink-soft">{updatedBy}</span>
            </span>
          ),
        },
      ]}
    />
  );
}

/** There is nothing to say in a cell. */
export const Nothing = () => (
  <>
    <span aria-hidden data-nothing className="text-ink-soft">
      –
    </span>
    <span className="sr-only">None</span>
  </>
);

/** What is told apart from others of the same state. */
const apart = {
  making: { state: 'held', files: 'making' },
  unmade: { state: 'scheduled', files: 'failed' },
} as const;
const manyOf = (label: string) => (label === labelOf(apart.making) ? 'wait for their files' : label.toLowerCase());

/** How many posts of an item are in which state; an item without any says whether it may be posted. */
export function PostCounts({ posts, approved }: { posts: Record<string, number>; approved: boolean }) {
  // Two states that read alike (about to be sent, being sent) are counted together.
  const counts = new Map<string, { state: PostState; count: number }>();
  for (const standing of [...postStates, 'making', 'unmade'] as const) {
    const count = posts[standing] ?? 0;
    const post = standing === 'making' || standing === 'unmade' ? apart[standing] : { state: standing, files: null };
    const label = labelOf(post);
    if (count > 0) counts.set(label, { state: lookOf(post), count: count + (counts.get(label)?.count ?? 0) });
  }
  if (counts.size === 0)
    return <span className="text-small text-ink-soft">{approved ? 'None yet, approved' : 'None yet'}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {[...counts].map(([label, { state, count }]) => (
        <Badge key={label} tone={stateTones[state]} icon={<StateIcon state={state} className="size-3.5" />}>
          <span className="figures">{count > 1 ? `${count} ${manyOf(label)}` : label}</span>
        </Badge>
      ))}
    </span>
  );
}
