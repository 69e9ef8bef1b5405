import type { HoldTarget } from '@mobilise/contracts/holds';
import { useQuery } from '@tanstack/react-query';
import { campaignsQuery, channelsQuery, tagsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { type Choice, Select } from '../ui/select.tsx';

const kinds: Choice<HoldTarget>[] = [
  { id: 'everything', label: 'Everything' },
  { id: 'channel', label: 'A channel' },
  { id: 'campaign', label: 'A campaign' },
  { id: 'tag', label: 'A tag' },
];

/** What a hold covers: everything, or one channel, campaign or tag. */
export function TargetFields({
  kind,
  which,
  onChange,
}: {
  kind: HoldTarget;
  which: string | null;
  onChange: (kind: HoldTarget, which: string | null) => void;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Select label="What" choices={kinds} value={kind} onChange={(to) => onChange(to, null)} />
      {kind !== 'everything' && <Which kind={kind} which={which} onChange={(one) => onChange(kind, one)} />}
    </div>
  );
}

interface WhichProps {
  kind: Exclude<HoldTarget, 'everything'>;
  which: string | null;
  onChange: (which: string) => void;
}

function Which({ kind, which, onChange }: WhichProps) {
  const choices = useChoices(kind);
  const label = kinds.find(({ id }) => id === kind)?.label.replace('A ', 'Which ') ?? '';
  return (
    <Select
      key={kind}
      label={label}
      name={kind === 'tag' ? 'target.tag' : 'target.id'}
      choices={choices}
      value={which}
      onChange={onChange}
      placeholder={choices.length === 0 ? 'There is none yet' : 'Choose'}
      isRequired
    />
  );
}

function useChoices(kind: WhichProps['kind']): Choice<string>[] {
  const { id } = useWorkspace();
  const channels = useQuery({ ...channelsQuery(id), enabled: kind === 'channel' }).data ?? [];
  const campaigns = useQuery({ ...campaignsQuery(id), enabled: kind === 'campaign' }).data ?? [];
  const tags = useQuery({ ...tagsQuery(id), enabled: kind === 'tag' }).data ?? [];
  if (kind === 'channel')
    return channels.map(({ id, name, kind }) => ({ id, label: name, icon: <ChannelMark kind={kind} isNamed /> }));
  if (kind === 'campaign') return campaigns.map(({ id, name }) => ({ id, label: name }));
  return tags.map(({ tag }) => ({ id: tag, label: tag }));
}
