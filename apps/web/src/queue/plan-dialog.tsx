import type { QueuedPost } from '@mobilise/contracts/queue';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { countPosts, sayWhen } from '../scheduling/own-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import type { Change } from './planning.ts';
import { useArrange } from './use-arrange.ts';

interface PlanDialogProps {
  channelId: string;
  title: string;
  planned: {
    changes: readonly Change[];
    /** What finds no place; it stays where it is. */
    left: readonly QueuedPost[];
  };
  /** What to say once so many are moved. */
  say: (count: number) => string;
  onClose: () => void;
}

/** Shows which posts would move, from when to when, before they do. */
export function PlanDialog({ channelId, title, planned, say, onClose }: PlanDialogProps) {
  const arrange = useArrange(channelId, { isErrorShown: true });
  // The queue may change while one reads. What is being carried out is shown until it is done.
  const [carried, setCarried] = useState(planned);
  const isUnderWay = arrange.isPending || arrange.isSuccess;
  const { changes, left } = isUnderWay ? carried : planned;
  const submit = () => {
    setCarried(planned);
    arrange.mutate({ changes, words: say(changes.length) }, { onSuccess: onClose });
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        {changes.length > 0 && (
          <ol
            aria-label="New times"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
            tabIndex={0}
            className="max-h-80 overflow-y-auto rounded-base border border-line"
          >
            {changes.map(({ post, to }) => (
              <li
                key={post.id}
                className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-3 py-1.5 last:border-b-0"
              >
                <span className="min-w-0 grow basis-40 font-medium wrap-anywhere">{post.title}</span>
                <span className="figures flex items-center gap-1.5">
                  <span className="text-ink-soft">{sayWhen(post.wallTime ?? '')}</span>
                  <ArrowRight aria-hidden className="size-3.5 text-ink-soft" />
                  <span className="sr-only">to</span>
                  <span className="font-medium">{sayWhen(to)}</span>
                </span>
              </li>
            ))}
          </ol>
        )}
        {left.length > 0 && (
          <p>
            No slot of the weeks shown is free for {left.map(({ title }) => `“${title}”`).join(', ')}. Add slots, or
            show more weeks.
          </p>
        )}
        <FormProblem error={arrange.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>Keep it as it is</Button>
          {changes.length > 0 && (
            <Button look="primary" onPress={submit} isPending={arrange.isPending}>
              Move {countPosts(changes.length)}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
