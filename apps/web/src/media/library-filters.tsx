import type { MediaKind } from '@mobilise/contracts/media';
import { useQuery } from '@tanstack/react-query';
import { AudioLines, Clapperboard, Image, ListFilter } from 'lucide-react';
import { campaignsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { type Choice, Select } from '../ui/select.tsx';
import { overviewQuery } from './media-queries.ts';
import type { MediaSearch } from './search.ts';

export type Narrow = (to: Partial<MediaSearch>) => void;

export const nothingNarrowed: Partial<MediaSearch> = {
  search: undefined,
  kind: undefined,
  person: undefined,
  campaign: undefined,
  used: undefined,
  rights: undefined,
};

/** How many of the filters behind the button are set. */
const countFilters = ({ person, campaign, used, rights }: MediaSearch) =>
  [person, campaign, used, rights].filter((value) => value !== undefined).length;

export const isNarrowed = (search: MediaSearch) => Boolean(search.search || search.kind) || countFilters(search) > 0;

/** The kinds, each with its sign. */
const kindChoices: readonly (Choice<MediaKind> & { icon: React.ReactNode })[] = [
  { id: 'image', label: 'Images', icon: <Image aria-hidden className="size-4" /> },
  { id: 'audio', label: 'Audio', icon: <AudioLines aria-hidden className="size-4" /> },
  { id: 'video', label: 'Video', icon: <Clapperboard aria-hidden className="size-4" /> },
];

/** What the library is narrowed to: what is asked for most in a row, the rest behind a button. */
export function LibraryFilters({ search, onChange }: { search: MediaSearch; onChange: Narrow }) {
  const count = countFilters(search);
  return (
    <search aria-label="Media" className="flex grow flex-wrap items-center gap-x-3 gap-y-2">
      <SearchField
        label="Search by name or words"
        value={search.search ?? ''}
        onChange={(words) => onChange({ search: words || undefined })}
      />
      <Select
        label="Kind"
        hideLabel
        choices={[{ id: 'all', label: 'Every kind' }, ...kindChoices]}
        value={search.kind ?? 'all'}
        onChange={(kind) => onChange({ kind: kind === 'all' ? undefined : (kind as MediaKind) })}
        className="w-36 max-sm:grow"
      />
      <Popover
        label="Filters"
        trigger={<Button icon={ListFilter}>{count > 0 ? `Filters, ${count} set` : 'Filters'}</Button>}
      >
        <MoreFilters search={search} onChange={onChange} />
      </Popover>
    </search>
  );
}

const any = 'any';

function MoreFilters({ search, onChange }: { search: MediaSearch; onChange: Narrow }) {
  const { id } = useWorkspace();
  const people = useQuery(overviewQuery(id)).data?.people ?? [];
  const campaigns = useQuery(campaignsQuery(id)).data ?? [];
  const field = (
    name: 'person' | 'campaign' | 'used' | 'rights',
    label: string,
    all: string,
    choices: readonly Choice<string>[],
  ) => (
    <Select
      label={label}
      choices={[{ id: any, label: all }, ...choices]}
      value={search[name] ?? any}
      onChange={(value) => onChange({ [name]: value === any ? undefined : value })}
    />
  );
  return (
    <div className="flex w-72 max-w-full flex-col gap-3">
      {field(
        'person',
        'Uploaded by',
        'Everybody',
        people.map(({ id, name }) => ({ id, label: name })),
      )}
      {field(
        'campaign',
        'Campaign',
        'All campaigns',
        campaigns.map(({ id, name }) => ({ id, label: name })),
      )}
      {field('used', 'Use', 'Used or not', [
        { id: 'yes', label: 'Used' },
        { id: 'no', label: 'Not used' },
      ])}
      {field('rights', 'Rights and consents', 'In any state', [
        { id: 'ending', label: 'Ending within 30 days' },
        { id: 'ended', label: 'Ended or withdrawn' },
      ])}
      {countFilters(search) > 0 && (
        <Button size="small" onPress={() => onChange({ ...nothingNarrowed, search: search.search, kind: search.kind })}>
          Clear the filters
        </Button>
      )}
    </div>
  );
}
