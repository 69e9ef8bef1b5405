import { spreadPosts } from '@mobilise/contracts/holds';
import { withPart } from '@mobilise/contracts/part-name';
import type { ListedPost } from '@mobilise/contracts/posts';
import type { RouteResponse } from '@mobilise/contracts/route';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { isForeign, sayZone, useWallNow } from '../scheduling/now.ts';
import { countPosts, sayWhen } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { TimeField } from '../ui/time-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { HoldNote, useHoldOver } from './hold-note.tsx';
import { readMinutes, spread, suggestStart } from './spreading.ts';

type Result = RouteResponse<typeof spreadPosts>;

/** Gives posts new times, one after the other, and shows those times before. */
export function SpreadDialog({ posts, onClose }: { posts: readonly ListedPost[]; onClose: () => void }) {
  const { id: workspace, zone } = useWorkspace();
  const client = useQueryClient();
  const now = useWallNow(zone);
  const hold = useHoldOver(posts);
  const [start] = useState(() => suggestStart(now));
  const [date, setDate] = useState<string | null>(start.slice(0, 10));
  const [time, setTime] = useState<string | null>(start.slice(11));
  const [typed, setTyped] = useState('30');
  const from = date && time ? `${date}T${time}` : null;
  const every = readMinutes(typed);
  const isPast = from !== null && from < now;
  const preview = from !== null && every !== null && !isPast ? spread(posts, from, every, zone) : [];
  const send = useMutation({
    meta: { shown: true },
    mutationFn: (body: { posts: string[]; from: string; every: number }) =>
      call(spreadPosts, { params: { workspace }, body }),
    onSuccess: (result) => {
      if (result.refused.length > 0) return;
      showNotice({ text: sayResult(result, preview.at(0)?.wallTime, preview.at(-1)?.wallTime) });
      onClose();
    },
    onSettled: () => {
      for (const noun of ['posts', 'items', 'holds']) void client.invalidateQueries({ queryKey: [noun, workspace] });
    },
  });
  const submit = () => {
    if (from !== null && every !== null) send.mutate({ posts: posts.map(({ id }) => id), from, every });
  };
  return (
    <Dialog title={`Spread out ${countPosts(posts.length)}`} isOpen onClose={onClose}>
      {send.data ? (
        <Refused result={send.data} onClose={onClose} />
      ) : (
        <Form
          error={send.error}
          onSubmit={submit}
          actions={
            <>
              <Button type="submit" look="primary" isPending={send.isPending} isDisabled={preview.length === 0}>
                {`Schedule ${countPosts(posts.length)}`}
              </Button>
              <Button onPress={onClose}>Keep them held</Button>
            </>
          }
        >
          {hold && <HoldNote hold={hold} />}
          <div className="grid gap-4 sm:grid-cols-3">
            <DateField label="First on" name="from" value={date} onChange={setDate} min={now.slice(0, 10)} isRequired />
            <TimeField
              label="At"
              value={time}
              onChange={setTime}
              isRequired
              error={isPast ? 'This time has passed' : undefined}
            />
            <TextField
              label="Then one every"
              name="every"
              inputMode="numeric"
              value={typed}
              onChange={setTyped}
              after={<span className="text-ink-soft">minutes</span>}
              error={every === null ? 'Write 1 to 10080, which is a week' : undefined}
              isRequired
            />
          </div>
          {isForeign(zone) && (
            <p className="text-small text-ink-soft">Times are those of {sayZone(zone)}, not of this device.</p>
          )}
          <ol
            aria-label="New times"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
            tabIndex={0}
            className="max-h-60 overflow-y-auto rounded-base border border-line"
          >
            {preview.map(({ post, wallTime }) => (
              <li key={post.id} className="flex items-baseline gap-3 border-b border-line px-3 py-1.5 last:border-b-0">
                <span className="figures w-32 shrink-0 font-medium">{sayWhen(wallTime)}</span>
                <span className="min-w-0 grow truncate">{withPart(post.title, post)}</span>
                <ChannelMark kind={post.channelKind} isNamed className="size-4 shrink-0 self-center" />
              </li>
            ))}
          </ol>
        </Form>
      )}
    </Dialog>
  );
}

function sayResult({ scheduled, held }: Result, first?: string, last?: string): string {
  const span =
    first && last && first !== last ? ` from ${sayWhen(first)} to ${sayWhen(last)}` : ` for ${first && sayWhen(first)}`;
  const words = `${countPosts(scheduled)} ${scheduled === 1 ? 'is' : 'are'} scheduled${span}.`;
  return held === 0
    ? words
    : `${words} ${held} of them stay${held === 1 ? 's' : ''} held until approved, or until the channel is ready.`;
}

/** What was not scheduled, and why; it stays where it was. */
function Refused({ result, onClose }: { result: Result; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <div role="alert" className="flex flex-col gap-2">
        <p>
          {result.scheduled === 0 ? 'None is scheduled' : `${countPosts(result.scheduled)} scheduled`}.{' '}
          {countPosts(result.refused.length)} {result.refused.length === 1 ? 'stays' : 'stay'} held:
        </p>
        <ul className="flex flex-col">
          {result.refused.map(({ id, title, message }) => (
            <li key={id} className="border-b border-line py-2 last:border-b-0">
              <p className="font-medium wrap-anywhere">{title}</p>
              <p className="wrap-anywhere">{message}</p>
            </li>
          ))}
        </ul>
      </div>
      <Button look="primary" onPress={onClose} className="self-end">
        Back to the held posts
      </Button>
    </div>
  );
}
