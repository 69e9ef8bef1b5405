import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type { Item } from '@mobilise/contracts/items';
import { allows } from '@mobilise/contracts/post-states';
import { type Post, updatePost } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useAskToLeave } from '../ask-to-leave.ts';
import { call } from '../call.ts';
import { usePostChange } from '../scheduling/post-change.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { Section } from '../ui/page-frame.tsx';
import { showNotice } from '../ui/toast.tsx';
import { countContent } from './composing.ts';
import { ContentFields } from './content-fields.tsx';
import { sayOvertaken, wordsToCopy } from './overtaken.ts';
import { previewOf } from './preview-item.ts';
import { Preview } from './previews.tsx';
import { ThreadFields } from './thread-fields.tsx';
import { useContent } from './use-content.ts';

interface EditPostProps {
  post: Post;
  item: Item | null;
  channels: readonly Channel[];
  onClose: () => void;
}

/**
 * Changes the words, images or link of a post where it stands. What is typed stays when the server refuses, or when the post goes
 * out meanwhile, and is not left without a question.
 */
export function EditPost({ post, item, channels, onClose }: EditPostProps) {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  const channel = channels.find(({ id }) => id === post.channelId);
  const { content: words, fields, following } = useContent(post, item, channels);
  const { part } = post.content;
  const written = { ...words, ...(following.thread.length > 0 && { thread: [...following.thread] }) };
  // Which part it is stays as it is, and is not sent; here it tells what the channel takes.
  const content = { ...written, ...(part && { part }) };
  /** The version these words grew from: what somebody else saved since then is not overwritten unasked. */
  const [base, setBase] = useState(post.version);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  /** The words that would not be lost: those of the post, or those last copied. */
  const [safe, setSafe] = useState(() => JSON.stringify(written));
  const isChanged = JSON.stringify(written) !== safe;
  const mayLeave = useAskToLeave(isChanged, 'Your changes of this post are not saved.');
  const overtaken = allows(post.state, 'edit') ? null : sayOvertaken(post.state);
  const isStale = error instanceof Problem && error.code === 'stale_version';
  const save = async () => {
    setPending(true);
    try {
      const saved = await change(() =>
        call(updatePost, { params: { workspace, post: post.id }, body: { version: base, content: written } }),
      );
      showNotice({
        text:
          saved.state === 'held' && post.state !== 'held'
            ? 'Saved. It is held until an owner or a lead approves the new words.'
            : 'Saved.',
      });
      onClose();
    } catch (problem) {
      setError(problem);
    }
    setPending(false);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(wordsToCopy(written));
      setSafe(JSON.stringify(written));
      showNotice({ text: 'Your words are copied.' });
    } catch {
      showNotice({ text: 'The browser did not allow it. Select the words and copy them.' });
    }
  };
  return (
    <Section title="Edit the post">
      <ContentFields
        {...fields}
        kind={post.channelKind}
        name={channel?.name ?? channelKindOf(post.channelKind).label}
        counts={countContent(post.channelKind, content, channel?.limits)}
      />
      <ThreadFields {...following} kind={post.channelKind} limits={channel?.limits} part={part ?? 1} />
      {channel && (
        <div className="max-w-lg">
          <Preview channel={channel} content={content} item={previewOf(post, item, item?.showId ?? null)} />
        </div>
      )}
      <FormProblem error={error} />
      {overtaken && (
        <p role="alert" className="border-l-2 border-wait pl-3">
          <strong className="font-medium">{overtaken.happened}</strong>, {overtaken.next}
        </p>
      )}
      {isStale && post.version !== base && (
        <div className="flex flex-col gap-2 border-l-2 border-wait pl-3">
          <p className="font-medium">What is there now:</p>
          <p className="whitespace-pre-wrap wrap-anywhere">{post.content.text || 'No words.'}</p>
          <div>
            <Button
              size="small"
              onPress={() => {
                setBase(post.version);
                setError(null);
              }}
            >
              Go on with my words
            </Button>
          </div>
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        {overtaken ? (
          <Button look="primary" icon={Copy} onPress={() => void copy()}>
            Copy my words
          </Button>
        ) : (
          <Button look="primary" onPress={() => void save()} isPending={isPending}>
            Save
          </Button>
        )}
        {overtaken ? (
          <Button onPress={() => mayLeave() && onClose()}>Close</Button>
        ) : (
          <Button onPress={onClose}>Discard</Button>
        )}
      </div>
    </Section>
  );
}
