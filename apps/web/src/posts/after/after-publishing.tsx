import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type { Item } from '@mobilise/contracts/items';
import { isFinal } from '@mobilise/contracts/post-changes';
import type { Post } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useHoldOver } from '../../holds/hold-note.tsx';
import { sayHold } from '../../holds/hold-words.ts';
import { lazy } from '../../lazy.ts';
import { useCan, useWorkspace } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Section } from '../../ui/page-frame.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { changesQuery } from './change-queries.ts';
import { ChangeRow } from './change-row.tsx';
import { uneditable } from './change-words.ts';
import { EditOut } from './edit-out.tsx';

const RemoveDialog = lazy(() => import('./remove-dialog.tsx'), 'RemoveDialog');

interface AfterPublishingProps {
  post: Post;
  item: Item | null;
  channels: readonly Channel[];
}

/** What can be done about a post that is out, as its channel allows, and what was done so far. */
export function AfterPublishing({ post, item, channels }: AfterPublishingProps) {
  const { id: workspaceId } = useWorkspace();
  const changes = useQuery(changesQuery(workspaceId, { post: post.id }));
  const isOut = post.state === 'published';
  return (
    <Section title={isOut ? 'Change what is out' : 'What was changed'}>
      {isOut && <Actions post={post} item={item} channels={channels} />}
      {changes.error ? (
        <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />
      ) : !changes.data ? (
        <Skeleton className="h-10" />
      ) : (
        changes.data.length > 0 && (
          <ol aria-label="Changes" className="flex flex-col">
            {changes.data.map((change) => (
              <li key={change.id} className="border-t border-line py-3">
                <ChangeRow change={change} />
              </li>
            ))}
          </ol>
        )
      )}
    </Section>
  );
}

function Actions({ post, item, channels }: AfterPublishingProps) {
  const { slug, zone } = useWorkspace();
  const [maySchedule, mayCorrect] = [useCan('posts.schedule'), useCan('posts.correct')];
  const [isEditing, setEditing] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const hold = useHoldOver([post]);
  const { label, after, shows } = channelKindOf(post.channelKind);
  const channelName = channels.find(({ id }) => id === post.channelId)?.name ?? label;
  if (!maySchedule)
    return (
      <NoPermission
        action="posts.schedule"
        what="What is out can be edited, where its channel allows it, and deleted."
      />
    );
  const mayEdit = mayCorrect || shows === 'item';
  const close = () => setEditing(false);
  if (isEditing) return <EditOut post={post} item={item} channels={channels} onDone={close} onClose={close} />;
  return (
    <>
      {hold && (
        <p className="flex gap-2">
          <StateIcon state="held" className="mt-0.5" />
          <span>{sayHold(hold, zone, new Date()).title}. An edit is held until it is ended; deleting goes on.</span>
        </p>
      )}
      {!after.edit && <p className="text-ink-soft">{uneditable(post.channelKind)}</p>}
      {after.edit && !mayEdit && (
        <NoPermission action="posts.correct" what="New words in public are a lead’s to confirm." />
      )}
      <div className="flex flex-wrap gap-2">
        {after.edit && mayEdit && (
          <Button icon={Pencil} onPress={() => setEditing(true)} isDisabled={!item}>
            Edit what is out…
          </Button>
        )}
        {mayCorrect && (
          <LinkButton to={`/w/${slug}/items/${post.itemId}/correct` as string}>Correct it everywhere…</LinkButton>
        )}
        {!isFinal(post.channelKind) && (
          <Button icon={Trash2} look="danger" onPress={() => setRemoving(true)}>
            Delete from {channelName}…
          </Button>
        )}
      </div>
      <Suspense>{isRemoving && <RemoveDialog post={post} onClose={() => setRemoving(false)} />}</Suspense>
    </>
  );
}
