import type { Channel } from '@mobilise/contracts/channels';
import { useQuery } from '@tanstack/react-query';
import { Copy, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { placesOf, unfitting } from '../queue/places.ts';
import { queueQuery } from '../queue/queue-queries.ts';
import { isForeign, sayZone } from '../scheduling/now.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { sayPosts } from './channel-words.ts';
import { type SlotAsk, SlotDialog } from './slot-dialog.tsx';
import { countSlots, nameOf, timesOn, weekdays } from './slot-words.ts';
import { slotsQuery, useSlotChange } from './use-slots.ts';

/** The times of the week at which a channel likes to have a post. Everybody reads them; who manages channels changes them. */
export function SlotsSection({ channel }: { channel: Channel }) {
  const { id: workspaceId, slug, zone } = useWorkspace();
  const mayManage = useCan('channels.manage');
  const slots = useQuery(slotsQuery(workspaceId, channel.id));
  const change = useSlotChange(channel.id);
  const [asked, setAsked] = useState<SlotAsk | null>(null);
  const { data } = slots;
  const remove = (weekday: number, time: string) =>
    change.mutate({ remove: [{ weekday, time }], words: `${nameOf(weekday)} ${time} is no slot any more.` });
  return (
    <Section
      title="Slots of the week"
      description={
        data?.length
          ? `${countSlots(data.length)}. What is added to the queue takes the next that is free.${isForeign(zone) ? ` Times of ${sayZone(zone)}.` : ''}`
          : 'Times of the week at which you like to post here. What is added to the queue takes the next that is free.'
      }
      action={
        <div id="slots" className="flex scroll-mt-20 flex-wrap gap-2">
          {mayManage && data && (
            <Button icon={Plus} onPress={() => setAsked({ what: 'add', days: data.length ? [] : [1, 2, 3, 4, 5] })}>
              Add times…
            </Button>
          )}
          <LinkButton to={`/w/${slug}/channels/${channel.id}/queue` as string}>Open the queue</LinkButton>
        </div>
      }
    >
      {slots.error ? (
        <ErrorState error={slots.error} onRetry={() => void slots.refetch()} />
      ) : !data ? (
        <SkeletonRows rows={2} label="Loading slots" />
      ) : data.length === 0 ? (
        <p className="text-ink-soft">No slots yet. Posts go out here only at times that somebody chooses.</p>
      ) : (
        <div className="grid gap-x-3 gap-y-4 grid-cols-2 sm:grid-cols-4 lg:grid-cols-7">
          {weekdays.map(({ weekday, name }) => {
            const times = timesOn(data, weekday);
            return (
              <section
                key={weekday}
                aria-label={name}
                className="flex min-w-0 flex-col border-t border-line-strong pt-1.5"
              >
                <h3 className="flex min-h-7 items-center justify-between gap-1 font-semibold">
                  {name}
                  {mayManage && (
                    <span className="flex">
                      {times.length > 0 && (
                        <IconButton
                          label={`Copy the times of ${name} to other days`}
                          icon={Copy}
                          size="small"
                          onPress={() => setAsked({ what: 'copy', weekday })}
                        />
                      )}
                      <IconButton
                        label={`Add a time on ${name}`}
                        icon={Plus}
                        size="small"
                        onPress={() => setAsked({ what: 'add', days: [weekday] })}
                      />
                    </span>
                  )}
                </h3>
                {times.length === 0 ? (
                  <p className="py-0.5 text-ink-soft">None</p>
                ) : (
                  <ul className="flex flex-col">
                    {times.map((time) => (
                      <li key={time} className="figures flex min-h-7 items-center justify-between">
                        {time}
                        {mayManage && (
                          <IconButton
                            label={`Remove ${name} ${time}`}
                            icon={X}
                            size="small"
                            onPress={() => remove(weekday, time)}
                          />
                        )}
                      </li>
                    ))}
                  </ul>
                )}
              </section>
            );
          })}
        </div>
      )}
      {!asked && <FormProblem error={change.error} />}
      <Unfitting channel={channel} />
      {asked && data && <SlotDialog ask={asked} slots={data} change={change} onClose={() => setAsked(null)} />}
    </Section>
  );
}

/** Posts that a change of the slots has left in none: they do not move by themselves. */
function Unfitting({ channel }: { channel: Channel }) {
  const { id: workspaceId, slug } = useWorkspace();
  const queue = useQuery(queueQuery(workspaceId, channel.id, 4)).data;
  const count = queue ? unfitting(placesOf(queue)).length : 0;
  if (count === 0) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-base border border-wait bg-wait-soft px-3 py-2.5"
    >
      <p className="min-w-0 grow basis-64">
        {sayPosts(count)} of the queue {count === 1 ? 'is' : 'are'} in no slot any more. Nothing has moved.
      </p>
      <LinkButton to={`/w/${slug}/channels/${channel.id}/queue` as string} size="small">
        Fit {count === 1 ? 'it' : 'them'} in again
      </LinkButton>
    </div>
  );
}
