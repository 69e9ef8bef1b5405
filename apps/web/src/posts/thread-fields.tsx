import type { Limits } from '@mobilise/contracts/channel-kinds/kind';
import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { Image } from '@mobilise/contracts/image';
import type { Following, PostContent } from '@mobilise/contracts/post-content';
import { limitsOfParts, mostFollowing } from '@mobilise/contracts/threads';
import { ImagePlus, MessageSquarePlus, Scissors, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { type Counts, countContent } from './composing.ts';
import { Count, Misfits } from './content-fields.tsx';
import { ImageChoice } from './image-choice.tsx';
import { splitText } from './split-text.ts';

interface ThreadFieldsProps {
  kind: ChannelKindName;
  /** What the channel takes as a post, where it says so itself. */
  limits: Limits | undefined;
  /** Which part of its thread the post itself is. */
  part?: number;
  /** The post itself, whose words may be too many for one. */
  content: PostContent;
  onText: (text: string) => void;
  thread: readonly Following[];
  onThread: (thread: readonly Following[]) => void;
  offered: readonly Image[];
}

/** What follows a post by itself: parts of a thread, or a first comment. Nothing where the channel has neither. */
export function ThreadFields({
  kind,
  limits,
  part = 1,
  content,
  onText,
  thread,
  onThread,
  offered,
}: ThreadFieldsProps) {
  const list = useRef<HTMLDivElement>(null);
  /** The part whose text box is to get the focus; the button that adds one gets it where there is none. */
  const [next, setNext] = useState<number | null>(null);
  /** The part that was added just now: that it is still empty is no news before it is left. */
  const [fresh, setFresh] = useState<number | null>(null);
  useEffect(() => {
    if (next === null) return;
    const box = list.current?.querySelectorAll<HTMLElement>('[data-part] textarea')[next];
    (box ?? list.current?.querySelector<HTMLElement>('[data-adding] button'))?.focus();
    setNext(null);
  }, [next]);
  const { label, thread: has } = channelKindOf(kind);
  const most = mostFollowing(kind, part);
  // What is there is shown, also where no more is taken, so that it can be left out.
  if (!has || (most === 0 && thread.length === 0)) return null;
  const isComment = has.noun === 'comment';
  const own = limitsOfParts(kind, limits);
  const nameOf = (index: number) => (isComment ? 'First comment' : `Part ${index + 1 + part}`);
  const change = (index: number, changes: Partial<Following>) =>
    onThread(thread.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  const add = () => {
    onThread([...thread, { text: '', images: [] }]);
    setNext(thread.length);
    setFresh(thread.length);
  };
  const remove = (index: number) => {
    onThread(thread.filter((_, at) => at !== index));
    setNext(index - 1);
    setFresh(null);
  };
  // Any piece may be the first, which has its link or its images besides.
  const fits = (text: string) =>
    isComplete(countContent(kind, { text, images: [], link: null }, own)) &&
    isComplete(countContent(kind, { ...content, text }, limits));
  const { text } = content;
  const pieces = !isComment && thread.length === 0 && text.trim() && !fits(text) ? splitText(text, fits) : [];
  const isTooMany = pieces.length - 1 > most;
  const canSplit = pieces.length > 1 && !isTooMany;
  const split = () => {
    const [first = '', ...rest] = pieces;
    onText(first);
    onThread(rest.map((words) => ({ text: words, images: [] })));
    setNext(0);
  };
  return (
    <div ref={list} className="flex flex-col gap-4">
      {thread.map((following, index) => {
        const counts = countContent(kind, { ...following, link: null }, own);
        const isEmpty = !following.text.trim() && following.images.length === 0;
        const problems = isEmpty ? [`Write something, or remove this ${has.noun}.`] : (counts?.problems ?? []);
        return (
          <section
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is nothing but its place in the thread
            key={index}
            data-part
            aria-label={nameOf(index)}
            className="flex flex-col gap-3 border-l-2 border-line pl-3"
          >
            <div className="flex items-start gap-2">
              <div className="flex grow flex-col gap-1">
                <TextArea
                  label={`${nameOf(index)}: text`}
                  value={following.text}
                  onChange={(words) => change(index, { text: words })}
                  onBlur={() => setFresh(null)}
                  rows={3}
                  maxLength={10_000}
                />
                {counts && (
                  <div className="text-small">
                    <Count {...counts} />
                  </div>
                )}
              </div>
              <IconButton
                label={`Remove ${nameOf(index).toLowerCase()}`}
                icon={X}
                size="small"
                onPress={() => remove(index)}
              />
            </div>
            {own.images && (
              <PartImages
                offered={offered}
                images={following.images}
                max={own.images.max}
                label={`Add images to ${nameOf(index).toLowerCase()}`}
                onChange={(images) => change(index, { images: [...images] })}
              />
            )}
            {problems.length > 0 && !(isEmpty && index === fresh) && <Misfits problems={problems} />}
          </section>
        );
      })}
      <div className="flex flex-wrap gap-2" data-adding>
        {thread.length < most && (
          <Button size="small" icon={MessageSquarePlus} onPress={add}>
            {isComment ? 'Add a first comment' : 'Add a part'}
          </Button>
        )}
        {canSplit && (
          <Button size="small" icon={Scissors} onPress={split}>
            Split into a thread of {pieces.length}
          </Button>
        )}
      </div>
      {isTooMany && (
        <p className="font-medium">
          That would be {part - 1 + pieces.length} parts; a thread has at most {has.most + 1}.
        </p>
      )}
      {thread.length > 0 && (
        <p className="text-small text-ink-soft">
          {isComment
            ? `It is posted below the post on ${label} as soon as that is out.`
            : `Each part answers the one before, as soon as that is out.`}
        </p>
      )}
    </div>
  );
}

const isComplete = (counts: Counts | null) => (counts?.problems.length ?? 0) === 0;

interface PartImagesProps {
  offered: readonly Image[];
  images: readonly Image[];
  max: number;
  label: string;
  onChange: (images: readonly Image[]) => void;
}

/** The images of a part, out of the way until somebody wants one: most parts have none. */
function PartImages({ label, ...choice }: PartImagesProps) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen || choice.images.length > 0) return <ImageChoice {...choice} />;
  return (
    <div>
      <Button look="quiet" size="small" icon={ImagePlus} aria-label={label} onPress={() => setOpen(true)}>
        Add images
      </Button>
    </div>
  );
}
