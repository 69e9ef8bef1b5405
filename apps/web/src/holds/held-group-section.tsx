import type { PostCard } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { channelsQuery, holdsQuery } from '../queries.ts';
import type { MenuNeeds } from '../scheduling/post-menu.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Section } from '../ui/page-frame.tsx';
import type { HeldGroup } from './held-groups.ts';
import { HeldPost } from './held-post.tsx';
import { phaseOf } from './hold-phase.ts';

type Kept = NonNullable<HeldGroup['kept']>;
const isSame = (one: Kept, other: Kept) => one.reason === other.reason && one.by === other.by;

interface HeldGroupProps extends Pick<MenuNeeds, 'ask' | 'run'> {
  group: HeldGroup;
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], isChosen: boolean) => void;
  open: (card: PostCard) => void;
}

/** Posts that wait for one reason, each with what can be done about it. */
export function HeldGroupSection({ group, chosen, onChoose, ...needs }: HeldGroupProps) {
  const { id: workspaceId } = useWorkspace();
  const channels = useQuery(channelsQuery(workspaceId)).data ?? [];
  const mayChoose = useCan('posts.schedule') && group.canSpread;
  const holds = useQuery(holdsQuery(workspaceId)).data ?? [];
  const { title, why, kept, posts } = group;
  const isOn = kept && holds.some((hold) => isSame(hold, kept) && phaseOf(hold, Date.now()) !== 'ahead');
  const ids = posts.map(({ id }) => id);
  const count = ids.filter((id) => chosen.has(id)).length;
  return (
    <Section
      title={title}
      description={
        isOn ? `${kept.by} pressed it, and it is still on: what is sent before it is ended is held again.` : why
      }
    >
      {/* What takes the focus is not left below the bar of what is chosen. */}
      <ul aria-label={title} className="flex flex-col border-t border-line-strong [&_:is(a,button,input)]:scroll-mb-36">
        {mayChoose && posts.length > 1 && (
          <li className="border-b border-line py-2">
            <Checkbox
              isSelected={count === ids.length}
              isIndeterminate={count > 0 && count < ids.length}
              onChange={(isChosen) => onChoose(ids, isChosen)}
            >
              Choose all {ids.length}
            </Checkbox>
          </li>
        )}
        {posts.map((post) => (
          <HeldPost
            key={post.id}
            post={post}
            channel={channels.find(({ id }) => id === post.channelId)?.name}
            {...(mayChoose && {
              isChosen: chosen.has(post.id),
              onChoose: (isChosen: boolean) => onChoose([post.id], isChosen),
            })}
            {...needs}
          />
        ))}
      </ul>
    </Section>
  );
}
