import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Select } from '../ui/select.tsx';

/** The newsroom site that a show stands on. */
export function SiteSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { id: workspaceId } = useWorkspace();
  const channels = useQuery(channelsQuery(workspaceId));
  const sites = (channels.data ?? []).filter(({ kind }) => kind === 'newsroom');
  return (
    <Select
      label="Newsroom site"
      name="channelId"
      choices={sites.map(({ id, name, address }) => ({ id, label: name, description: address }))}
      value={value}
      onChange={onChange}
    />
  );
}
