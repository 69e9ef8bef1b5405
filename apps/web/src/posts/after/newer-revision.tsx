import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type { Item } from '@mobilise/contracts/items';
import type { Post } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FilePen } from 'lucide-react';
import { itemPostsQuery } from '../../items/item-queries.ts';
import { useCan, useWorkspace } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import { showNotice } from '../../ui/toast.tsx';
import { isShown, sayBehind } from '../newer.ts';
import { changesQuery, useChangePost } from './change-queries.ts';
import { uneditable } from './change-words.ts';

/** On the page of a post that is out: that its item has a newer revision, whether that is approved, and the way to send it. */
export function NewerRevision({ post, item, channel }: { post: Post; item: Item; channel: Channel | null }) {
  const { id: workspaceId, slug } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  const posts = useQuery(itemPostsQuery(workspaceId, post.itemId)).data;
  const changes = useQuery(changesQuery(workspaceId, { post: post.id })).data;
  const change = useChangePost();
  const carried = post.revision.number;
  const approved = item.approval?.revision ?? null;
  const behind = sayBehind(post, { carried, newest: item.revision, approved });
  if (!behind || !posts || !changes || !isShown(post, posts)) return null;
  const { label, shows, after } = channelKindOf(post.channelKind);
  const name = channel?.name ?? label;
  const isBeingEdited = changes.some(({ kind, state }) => kind === 'edit' && state !== 'done' && state !== 'dropped');
  const { update } = behind;
  const newer = approved !== null && approved > carried ? approved : null;
  const submit = () =>
    change.mutate(
      { post: post.id, body: { kind: 'edit', version: post.version, ...(update !== null && { revision: update }) } },
      { onSuccess: () => showNotice({ text: `It is being edited on ${name}.` }) },
    );
  return (
    <section aria-label="A newer revision" className="flex gap-3 rounded-base bg-wait-soft px-4 py-3">
      <FilePen aria-hidden className="mt-1 size-5 shrink-0 text-wait" />
      <div className="flex min-w-0 grow flex-col gap-2.5">
        <p className="wrap-anywhere">
          <span className="font-medium">{behind.sentence}</span>{' '}
          {newer !== null
            ? `Revision ${newer} is approved${newer === item.revision && item.title !== post.revision.title ? `: “${item.title}”` : ''}.`
            : `Revision ${item.revision} is not approved yet.`}{' '}
          {!after.edit && uneditable(post.channelKind)}
          {after.edit && shows === 'post' && 'See below whether the words that are out still hold.'}{' '}
          <Link
            to={`/w/${slug}/items/${post.itemId}` as string}
            search={{ revision: newer ?? item.revision, with: carried } as never}
            className="text-link"
          >
            See what is different
          </Link>
        </p>
        {update !== null && maySchedule && !isBeingEdited && (
          <div>
            <Button look="primary" onPress={submit} isPending={change.isPending}>
              Update {name} to revision {update}
            </Button>
          </div>
        )}
        <FormProblem error={change.error} />
      </div>
    </section>
  );
}
