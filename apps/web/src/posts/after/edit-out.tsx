import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { kindWords } from '@mobilise/contracts/item-kinds';
import type { Item } from '@mobilise/contracts/items';
import type { PostContent } from '@mobilise/contracts/post-content';
import { Problem } from '@mobilise/contracts/problems';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useWorkspace } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import { showNotice } from '../../ui/toast.tsx';
import { countContent } from '../composing.ts';
import { ContentFields } from '../content-fields.tsx';
import { useContent } from '../use-content.ts';
import { useChangePost } from './change-queries.ts';
import { whyNoEdit } from './edit-reason.ts';

export interface EditOutProps {
  post: {
    id: string;
    version: number;
    itemId: string;
    channelId: string;
    channelKind: Channel['kind'];
    content: PostContent;
    revision: { number: number };
  };
  item: Item | null;
  channels: readonly Channel[];
  /** The correction that it is part of. */
  correctionId?: string;
  onDone: () => void;
  /** Absent where there is nothing to go back to. */
  onClose?: () => void;
}

/** Edits what is out: where the channel shows the item, to the newest approved revision; else its words. */
export function EditOut({ post, item, channels, correctionId, onDone, onClose }: EditOutProps) {
  const change = useChangePost();
  // The version these words grew from: what became of the post since is not overwritten unasked.
  const [base, setBase] = useState(post.version);
  const { content: written, fields } = useContent(post, item, channels);
  const { label, shows, limits, after } = channelKindOf(post.channelKind);
  const channelName = channels.find(({ id }) => id === post.channelId)?.name ?? label;
  const before = post.content;
  const content = after.wordsOnly ? { ...written, images: before.images, link: before.link } : written;
  const isOwn = shows === 'post' && limits.text !== null;
  const isSame =
    JSON.stringify(content) === JSON.stringify({ text: before.text, images: before.images, link: before.link });
  const approved = item?.approval?.revision ?? null;
  const isNew = approved !== null && approved !== post.revision.number;
  // A correction of the site's page puts its note there, also where the words are right already.
  const bringsNote = correctionId !== undefined && post.channelKind === 'newsroom';
  const reason = whyNoEdit({ approved, shown: post.revision.number, hasOwnWords: isOwn, isSame, bringsNote });
  const reasonId = useId();
  const isStale = change.error instanceof Problem && change.error.code === 'stale_version';
  const submit = () =>
    change.mutate(
      {
        post: post.id,
        body: {
          kind: 'edit',
          version: base,
          ...(approved !== null && { revision: approved }),
          ...(isOwn && !isSame && { content }),
          ...(correctionId && { correctionId }),
        },
      },
      {
        onSuccess: () => {
          showNotice({ text: `It is being edited on ${channelName}.` });
          onDone();
        },
      },
    );
  return (
    <div className="flex flex-col gap-4">
      {isOwn ? (
        <ContentFields
          {...fields}
          kind={post.channelKind}
          name={channelName}
          {...(after.wordsOnly && fields.rest === 'chosen' && { rest: 'kept' })}
          counts={countContent(post.channelKind, { ...content, ...(before.part && { part: before.part }) })}
        />
      ) : (
        <Revisions post={post} item={item} approved={approved} />
      )}
      <FormProblem error={change.error} />
      {isStale && post.version !== base && (
        <div className="flex flex-col gap-2 border-l-2 border-wait pl-3">
          <p className="font-medium">What is out now, with revision {post.revision.number}:</p>
          {isOwn && <p className="whitespace-pre-wrap wrap-anywhere">{post.content.text || 'No words.'}</p>}
          <div>
            <Button
              size="small"
              onPress={() => {
                setBase(post.version);
                change.reset();
              }}
            >
              {isOwn ? 'Use my words on the newest' : 'Go on from there'}
            </Button>
          </div>
        </div>
      )}
      {reason && (
        <p id={reasonId} className="text-ink-soft">
          {reason}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          onPress={submit}
          isPending={change.isPending}
          isDisabled={reason !== null}
          {...(reason && { 'aria-describedby': reasonId })}
        >
          {isOwn || (!isNew && !bringsNote)
            ? `Edit on ${channelName}`
            : isNew
              ? `Show revision ${approved} on ${channelName}`
              : `Add the note on ${channelName}`}
        </Button>
        {onClose && <Button onPress={onClose}>Keep it as it is</Button>}
      </div>
    </div>
  );
}

/** What is shown now and what would be, as a comparison that can be opened. */
function Revisions({ post, item, approved }: Pick<EditOutProps, 'post' | 'item'> & { approved: number | null }) {
  const { slug } = useWorkspace();
  const what = item ? kindWords[item.kind].label.toLowerCase() : 'item';
  const newest = item?.revision ?? 0;
  const link = (words: string, search: object) => (
    <Link to={`/w/${slug}/items/${post.itemId}` as string} search={search as never} className="text-link">
      {words}
    </Link>
  );
  const { number } = post.revision;
  return (
    <div className="flex max-w-prose flex-col gap-1">
      {approved === null ? (
        <p>No revision of this {what} is approved.</p>
      ) : approved === number ? (
        <p>It shows revision {number}, the newest that is approved.</p>
      ) : (
        <p>
          It shows revision {number}. Revision {approved} is approved.{' '}
          {link('See what is different', { revision: approved, with: number })}
        </p>
      )}
      {newest > (approved ?? 0) && (
        <p className="text-ink-soft">
          Revision {newest} is not approved, and stays out of it. {link(`Open the ${what}`, {})}
        </p>
      )}
      {newest === approved && approved === number && (
        <p className="text-ink-soft">To change what it says, {link(`edit the ${what}`, {})} and have it approved.</p>
      )}
    </div>
  );
}
