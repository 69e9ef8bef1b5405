import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { PostContent } from '@mobilise/contracts/post-content';
import { createSeries, type Series } from '@mobilise/contracts/series';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWallNow } from '../scheduling/now.ts';
import { useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { showNotice } from '../ui/toast.tsx';
import { useNewIds } from '../use-new-ids.ts';
import { isAsPlanned, repeatEach } from './repeat-each.ts';
import { type Plan, RepeatForm } from './repeat-form.tsx';
import { startRule } from './rule-draft.ts';
import { useSeriesChange } from './series-queries.ts';

/** What is to recur on one channel. */
export interface Repeatable {
  channelId: string;
  channelName: string;
  channelKind: ChannelKindName;
  content: PostContent;
  /** A post that becomes its first occurrence. */
  from?: string;
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

interface RepeatDialogProps {
  item: { id: string; title: string };
  channels: readonly Repeatable[];
  /** Names of channels that were chosen, too, and show the item itself. */
  others?: readonly string[];
  /** The time that stands in the fields at first. */
  wallTime: string | null;
  onClose: () => void;
}

/** Makes posts recur: one series for each channel. */
export function RepeatDialog({ item, channels, others = [], wallTime, onClose }: RepeatDialogProps) {
  const { id: workspace, slug, zone } = useWorkspace();
  const now = useWallNow(zone);
  const navigate = useNavigate();
  const idFor = useNewIds();
  const { mutateAsync } = useSeriesChange(workspace);
  const [chosen, setChosen] = useState<readonly string[]>(channels.map(({ channelId }) => channelId));
  const [done, setDone] = useState<ReadonlyMap<string, Series>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const [only] = channels;
  const isAlone = channels.length === 1;
  const at = wallTime && wallTime > now ? wallTime : `${nextLike(wallTime, now)}T${wallTime?.slice(11) ?? '09:00'}`;

  const submit = async ({ variants, ...plan }: Plan) => {
    setPending(true);
    setError(null);
    let isOther = false;
    const wanted = channels.filter((one) => chosen.includes(one.channelId));
    const { made, error } = await repeatEach(wanted, done, async ({ channelId, content, from }) => {
      const body = {
        ...plan,
        // Asked for again after a lost answer, it is the same series.
        id: idFor(channelId),
        itemId: item.id,
        channelId,
        variants: isAlone ? variants : [content],
        ...(from && { from }),
      };
      const series = await mutateAsync(() => call(createSeries, { params: { workspace }, body }));
      isOther ||= !isAsPlanned(series, body);
      return series;
    });
    setDone(made);
    setPending(false);
    if (error) return setError(error);
    const all = [...made.values()];
    const isHeld = all.some(({ wordsApproved }) => !wordsApproved);
    const how = isOther ? ' as you asked at first: only the answer was lost. Change it here.' : '.';
    showNotice({ text: `“${item.title}” repeats${how}${isHeld ? ' It waits for approval.' : ''}` });
    onClose();
    const to = all.length === 1 ? `/w/${slug}/series/${all[0]?.id}` : `/w/${slug}/series`;
    await navigate({ to: to as string });
  };

  return (
    <Dialog title={`Repeat “${item.title}”`} isOpen onClose={onClose}>
      <RepeatForm
        start={startRule(at.slice(0, 10), at.slice(11))}
        zone={zone}
        texts={only && isAlone ? { kind: only.channelKind, name: only.channelName, variants: [only.content] } : null}
        error={error}
        isPending={isPending}
        isDisabled={chosen.every((id) => done.has(id))}
        submit="Repeat it"
        onSubmit={(plan) => void submit(plan)}
        onClose={onClose}
      >
        {others.length > 0 && (
          <p className="text-ink-soft">
            {list.format(others)} {others.length === 1 ? 'shows' : 'show'} the item itself, and{' '}
            {others.length === 1 ? 'is' : 'are'} not repeated: schedule {others.length === 1 ? 'that' : 'those'} as
            usual.
          </p>
        )}
        {!isAlone && (
          <fieldset className="flex flex-col gap-1.5">
            <legend className="pb-1 font-medium">Where</legend>
            {channels.map(({ channelId, channelKind, channelName }) => (
              <Checkbox
                key={channelId}
                isSelected={chosen.includes(channelId)}
                isDisabled={done.has(channelId)}
                onChange={(isOn) =>
                  setChosen(isOn ? [...chosen, channelId] : chosen.filter((one) => one !== channelId))
                }
              >
                <span className="flex items-center gap-2">
                  <ChannelMark kind={channelKind} />
                  {channelName}
                  <span className="sr-only">, {channelKindOf(channelKind).label}</span>
                  {done.has(channelId) && <span className="text-small text-done">repeats already</span>}
                </span>
              </Checkbox>
            ))}
            <p className="text-small text-ink-soft">
              Each gets the words you wrote for it. Further texts that take turns can be added on the page of its
              series.
            </p>
          </fieldset>
        )}
      </RepeatForm>
    </Dialog>
  );
}

/** The next date from tomorrow on with the weekday that a post had; tomorrow without one. */
function nextLike(wallTime: string | null, now: string): string {
  const tomorrow = Temporal.PlainDate.from(now.slice(0, 10)).add({ days: 1 });
  if (!wallTime) return tomorrow.toString();
  const { dayOfWeek } = Temporal.PlainDate.from(wallTime.slice(0, 10));
  return tomorrow.add({ days: (dayOfWeek - tomorrow.dayOfWeek + 7) % 7 }).toString();
}
