import { channelKindOf } from '@mobilise/contracts/channels';
import { sayFailure } from '@mobilise/contracts/failure-words';
import { kindWords } from '@mobilise/contracts/item-kinds';
import { withPart } from '@mobilise/contracts/part-name';
import { allows } from '@mobilise/contracts/post-states';
import type { ListedPost, PostCard } from '@mobilise/contracts/posts';
import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useWallNow } from '../scheduling/now.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { type MenuNeeds, postMenu } from '../scheduling/post-menu.ts';
import { useStuck } from '../scheduling/use-stuck.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Menu } from '../ui/menu.tsx';

interface ActionsProps extends Pick<MenuNeeds, 'ask' | 'run'> {
  post: ListedPost;
  open: (card: PostCard) => void;
}

interface HeldPostProps extends ActionsProps {
  /** The channel's name, when it is known. */
  channel: string | undefined;
  isChosen?: boolean;
  /** Absent where it cannot be spread out with others. */
  onChoose?: (isChosen: boolean) => void;
}

/** A post that waits: what it is, where it goes, when it was due, and what can be done. */
export function HeldPost({ post, channel, isChosen = false, onChoose, ...needs }: HeldPostProps) {
  const { slug, zone } = useWorkspace();
  const { id, title, kind, channelKind, wallTime, thumb, failure } = post;
  const now = useWallNow(post.zone ?? zone);
  const where = withPart(channel ?? channelKindOf(channelKind).label, post);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-2.5">
      {onChoose && (
        <Checkbox isSelected={isChosen} onChange={onChoose} className="-mr-2">
          <span className="sr-only">
            Choose {title} on {where}
          </span>
        </Checkbox>
      )}
      <span className="grid size-10 shrink-0 place-items-center overflow-hidden rounded-base border border-line bg-sunk text-ink-soft">
        {thumb ? (
          <img src={thumb} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <KindIcon kind={kind} className="size-5" />
        )}
      </span>
      <div className="flex min-w-0 grow basis-56 flex-col gap-0.5">
        <Link
          to={`/w/${slug}/posts/${id}` as string}
          className="line-clamp-2 self-start font-medium text-ink wrap-anywhere hover:underline"
        >
          <span className="sr-only">{kindWords[kind].label}: </span>
          {title}
        </Link>
        <p className="figures flex flex-wrap gap-x-3 text-small text-ink-soft">
          <span className="flex items-center gap-1.5">
            <ChannelMark kind={channelKind} isNamed className="size-3.5" />
            {where}
          </span>
          {wallTime ? `${wallTime > now ? 'Planned for' : 'Was due'} ${sayWhen(wallTime)}` : 'No time yet'}
        </p>
        {failure && <p className="text-small wrap-anywhere">{sayFailure(failure)}</p>}
      </div>
      <Actions post={post} {...needs} />
    </li>
  );
}

function Actions({ post, ask, run, open }: ActionsProps) {
  const { slug } = useWorkspace();
  const [maySchedule, mayWrite, mayApprove] = [
    useCan('posts.schedule'),
    useCan('posts.write'),
    useCan('items.approve'),
  ];
  const { id, itemId, state, holdReason, files } = post;
  const title = withPart(post.title, post);
  const [isOpen, setOpen] = useState(false);
  const stuck = useStuck([post], isOpen);
  const menu = postMenu([post], { maySchedule, mayWrite, stuck, ask, run, open });
  return (
    <div className="ml-auto flex flex-wrap items-center justify-end gap-1.5">
      {holdReason === 'approval' && mayApprove && (
        <LinkButton to={`/w/${slug}/items/${itemId}` as string} size="small">
          Read and approve<span className="sr-only"> {title}</span>
        </LinkButton>
      )}
      {files === 'failed' && (
        <LinkButton to={`/w/${slug}/items/${itemId}` as string} size="small">
          See its files<span className="sr-only">: {title}</span>
        </LinkButton>
      )}
      {state === 'needs_person' && maySchedule && (
        <LinkButton to={`/w/${slug}/posts/${id}` as string} size="small">
          Say what became of it<span className="sr-only"> {title}</span>
        </LinkButton>
      )}
      {stuck(post) && (
        <LinkButton to={`/w/${slug}/posts/${id}` as string} size="small">
          See what helps<span className="sr-only"> {title}</span>
        </LinkButton>
      )}
      {maySchedule && holdReason !== 'approval' && files !== 'failed' && allows(state, 'schedule') && !stuck(post) && (
        <>
          <Button size="small" onPress={() => ask({ what: 'publish', cards: [post] })}>
            Publish now…<span className="sr-only"> {title}</span>
          </Button>
          <Button size="small" onPress={() => ask({ what: 'schedule', cards: [post] })}>
            Choose a time…<span className="sr-only"> {title}</span>
          </Button>
        </>
      )}
      <Menu
        label={`Actions for ${title}`}
        placement="bottom end"
        trigger={<IconButton label={`More actions for ${title}`} icon={Ellipsis} size="small" />}
        items={menu}
        onOpen={() => setOpen(true)}
      />
    </div>
  );
}
