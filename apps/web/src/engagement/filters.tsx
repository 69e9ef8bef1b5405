import type { Channel } from '@mobilise/contracts/channels';
import { type ItemKind, itemKinds, kindWords } from '@mobilise/contracts/item-kinds';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { DateField } from '../ui/date-field.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { Select } from '../ui/select.tsx';
import { type EngagementSearch, type Preset, presetWords } from './engagement-search.ts';
import { longest, type Period } from './period.ts';

/** Which posts: their dates, their channel, their kind. All of it stands in the address. */
export function Filters({
  search,
  period,
  channels,
  onChange,
}: {
  search: EngagementSearch;
  period: Period;
  channels: readonly Channel[];
  onChange: (to: EngagementSearch) => void;
}) {
  const choosePeriod = (preset: Preset) =>
    onChange(
      preset === 'custom'
        ? { period: preset, from: period.from, to: period.to }
        : { period: preset === 'this-month' ? undefined : preset, from: undefined, to: undefined },
    );
  const isCustom = search.period === 'custom';
  const isReversed = isCustom && search.from !== undefined && search.to !== undefined && search.from > search.to;
  return (
    <search aria-label="Engagement" className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <Select
        label="Period"
        choices={(Object.keys(presetWords) as Preset[]).map((id) => ({ id, label: presetWords[id] }))}
        value={isCustom ? 'custom' : period.preset}
        onChange={choosePeriod}
        className="w-40 max-sm:grow"
      />
      {isCustom && (
        <div className="flex gap-3 max-sm:w-full">
          <DateField
            label="From"
            value={search.from ?? null}
            onChange={(from) => onChange({ from: from ?? undefined })}
            {...(search.to && { min: daysAway(search.to, -longest) })}
            className="w-40 max-sm:min-w-0 max-sm:grow"
          />
          <DateField
            label="To"
            value={search.to ?? null}
            onChange={(to) => onChange({ to: to ?? undefined })}
            {...(search.from && { min: search.from, max: daysAway(search.from, longest) })}
            {...(isReversed && { error: 'End on or after the first day' })}
            className="w-40 max-sm:grow"
          />
        </div>
      )}
      <Select
        label="Channel"
        choices={[
          { id: 'all', label: 'Every channel' },
          ...channels.map(({ id, name, kind }) => ({ id, label: name, icon: <ChannelMark kind={kind} isNamed /> })),
        ]}
        value={search.channel ?? 'all'}
        onChange={(channel) => onChange({ channel: channel === 'all' ? undefined : channel })}
        className="w-44 max-sm:grow"
      />
      <Select
        label="Kind"
        choices={[
          { id: 'all', label: 'Every kind' },
          ...itemKinds.map((kind) => ({ id: kind, label: kindWords[kind].plural, icon: <KindIcon kind={kind} /> })),
        ]}
        value={search.kind ?? 'all'}
        onChange={(kind) => onChange({ kind: kind === 'all' ? undefined : (kind as ItemKind) })}
        className="w-40 max-sm:grow"
      />
    </search>
  );
}

function daysAway(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
