import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type { Image } from '@mobilise/contracts/image';
import { Link } from '@tanstack/react-router';
import { CircleCheck, RotateCw } from 'lucide-react';
import { type Dispatch, Suspense, useState } from 'react';
import { lazy } from '../lazy.ts';
import { Refusal } from '../scheduling/refusal.tsx';
import { mayHelpAgain, type Outcome, type When } from '../scheduling/send-one.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type ComposerEvent, type Composition, contentOf, countContent } from './composing.ts';
import { ContentFields } from './content-fields.tsx';
import { sayState } from './post-words.ts';
import type { PreviewItem } from './preview-item.ts';
import { Preview } from './previews.tsx';
import { ThereAlready } from './there-already.tsx';
import { ThreadFields } from './thread-fields.tsx';

const LetterPreview = lazy(() => import('../letters/letter-preview.tsx'), 'LetterPreview');

interface ChannelColumnProps {
  channel: Channel;
  item: PreviewItem & { id: string };
  offered: readonly Image[];
  page: string | null;
  composition: Composition;
  /** Whether it is the only channel with words, which then are simply its own. */
  isAlone: boolean;
  dispatch: Dispatch<ComposerEvent>;
  outcome: Outcome | null;
  isPending: boolean;
  onRetry: ((changes: Partial<When>) => void) | null;
}

/** One channel of the composer: its words, what stands below them, how it will look, and how it went. */
export function ChannelColumn(props: ChannelColumnProps) {
  const { channel, item, offered, page, composition, isAlone, dispatch, outcome } = props;
  const part = composition.parts[channel.id];
  if (!part) return null;
  const { limits, label } = channelKindOf(channel.kind);
  const content = contentOf(composition, channel, page);
  const hasOwn = part.own !== null;
  const write = (text: string) =>
    dispatch(isAlone && !hasOwn ? { type: 'wrote', text } : { type: 'wrote-own', channelId: channel.id, text });
  return (
    <section aria-label={channel.name} className="@container flex min-w-0 flex-col gap-4 border-t border-line pt-4">
      <h2 className="flex items-center gap-2 text-lead font-semibold">
        <ChannelMark kind={channel.kind} isNamed />
        {channel.name}
      </h2>
      {!outcome?.isDone && (
        <ThereAlready itemId={item.id} channelId={channel.id} own={composition.postIds[channel.id]} />
      )}
      {outcome && <HowItWent {...props} outcome={outcome} />}
      {/* Words and how they will look stand side by side where a channel has the width of two. */}
      <div className="grid max-w-2xl items-start gap-x-6 gap-y-4 @4xl:max-w-none @4xl:grid-cols-2">
        {!outcome?.isDone &&
          (limits.text ? (
            <div className="flex flex-col gap-4">
              <ContentFields
                kind={channel.kind}
                name={channel.name}
                text={content.text}
                onText={write}
                source={
                  !isAlone &&
                  (hasOwn ? (
                    <Button
                      look="quiet"
                      size="small"
                      onPress={() => dispatch({ type: 'wrote-own', channelId: channel.id, text: null })}
                    >
                      Use the text for all
                    </Button>
                  ) : (
                    <p className="text-ink-soft">Same for all, until you change it here</p>
                  ))
                }
                below={part.below}
                onBelow={(below) => dispatch({ type: 'put-below', channelId: channel.id, below })}
                images={part.images}
                onImages={(images) => dispatch({ type: 'took-images', channelId: channel.id, images })}
                offered={offered}
                page={page}
                counts={countContent(channel.kind, content, channel.limits)}
              />
              <ThreadFields
                kind={channel.kind}
                limits={channel.limits}
                content={content}
                onText={write}
                thread={part.thread}
                onThread={(thread) => dispatch({ type: 'followed', channelId: channel.id, thread })}
                offered={offered}
              />
            </div>
          ) : (
            <p className="text-ink-soft">
              The {label.toLowerCase()} shows the item itself, whole. Nothing needs to be written here.
            </p>
          ))}
        {channel.kind === 'email' ? (
          <Suspense fallback={<Skeleton className="h-48" />}>
            <LetterPreview channelId={channel.id} itemId={item.id} />
          </Suspense>
        ) : (
          <Preview channel={channel} content={content} item={item} />
        )}
      </div>
    </section>
  );
}

function HowItWent({ channel, item, outcome, isPending, onRetry }: ChannelColumnProps & { outcome: Outcome }) {
  const { slug, zone } = useWorkspace();
  const [override, setOverride] = useState('');
  const [which, setWhich] = useState<'earlier' | 'later' | null>(null);
  if (outcome.isDone) {
    return (
      <p role="status" className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-4.5 text-done" />
        <span>
          Done.{' '}
          {outcome.post && (
            <Link to={`/w/${slug}/posts/${outcome.post.id}` as string} className="text-link">
              Open the post
            </Link>
          )}
        </span>
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <Refusal
        problem={outcome.problem}
        where={null}
        zone={zone}
        itemId={item.id}
        postId={null}
        override={override}
        onOverride={setOverride}
        disambiguation={which}
        onDisambiguation={setWhich}
        onTime={(wallTime) => onRetry?.({ wallTime, disambiguation: null })}
      />
      <p className="text-small text-ink-soft">{whatIsThere(channel.name, outcome)} What you wrote is still here.</p>
      {onRetry && mayHelpAgain(outcome.problem) && (
        <div>
          <Button
            size="small"
            icon={RotateCw}
            isPending={isPending}
            onPress={() =>
              onRetry({
                ...(which && { disambiguation: which }),
                ...(override.trim() && { override: override.trim() }),
              })
            }
          >
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}

/** What a try that failed left behind. */
function whatIsThere(name: string, { post, isUnsure }: Outcome): string {
  if (isUnsure)
    return `We cannot tell how far it came on ${name}. The calendar shows it; trying again makes no second post.`;
  if (!post) return `Nothing new was made on ${name}.`;
  return post.state === 'draft' ? `It is kept as a draft on ${name}.` : `How it stands on ${name}: ${sayState(post)}`;
}
