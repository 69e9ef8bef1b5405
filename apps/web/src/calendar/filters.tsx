import { itemKinds, kindWords } from '@mobilise/contracts/item-kinds';
import { postStates, stateWords } from '@mobilise/contracts/post-states';
import { useQuery } from '@tanstack/react-query';
import { campaignsQuery, channelsQuery, membersQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { type Choice, Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { type CalendarFilters, countFilters, type FilterName } from './calendar-search.ts';

const any = 'any';
/** `claimed` is the first moment of sending and reads the same. */
const filterStates = postStates.filter((state) => state !== 'claimed');

/** What the calendar is narrowed to. */
export function Filters({
  filters,
  onChange,
}: {
  filters: CalendarFilters;
  onChange: (changes: CalendarFilters) => void;
}) {
  const { id } = useWorkspace();
  const channels = useQuery(channelsQuery(id)).data ?? [];
  const campaigns = useQuery(campaignsQuery(id)).data ?? [];
  const members = useQuery(membersQuery(id)).data ?? [];
  const field = (name: FilterName, label: string, all: string, choices: readonly Choice<string>[]) => (
    <Select
      label={label}
      choices={[{ id: any, label: all }, ...choices]}
      value={filters[name] ?? any}
      onChange={(value) => onChange({ [name]: value === any ? undefined : value })}
    />
  );
  return (
    <div className="flex w-72 max-w-full flex-col gap-3">
      {field(
        'channel',
        'Channel',
        'All channels',
        channels.map(({ id, name, kind }) => ({ id, label: name, icon: <ChannelMark kind={kind} isNamed /> })),
      )}
      {field(
        'kind',
        'Kind',
        'All kinds',
        itemKinds.map((kind) => ({ id: kind, label: kindWords[kind].plural, icon: <KindIcon kind={kind} /> })),
      )}
      {field(
        'state',
        'State',
        'All states',
        filterStates.map((state) => ({ id: state, label: stateWords[state].label, icon: <StateIcon state={state} /> })),
      )}
      {field(
        'campaign',
        'Campaign',
        'All campaigns',
        campaigns.map(({ id, name }) => ({ id, label: name })),
      )}
      {field(
        'person',
        'Person',
        'Everybody',
        members.map(({ userId, name }) => ({ id: userId, label: name })),
      )}
      {countFilters(filters) > 0 && (
        <Button
          size="small"
          onPress={() =>
            onChange({ channel: undefined, kind: undefined, state: undefined, campaign: undefined, person: undefined })
          }
        >
          Show everything
        </Button>
      )}
    </div>
  );
}
