import { httpUrl } from '@mobilise/contracts/fields';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { Plus, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showNotice } from '../../ui/toast.tsx';
import { PersonPicture } from './person-picture.tsx';

type Person = EpisodeContent['people'][number];
type Row = Person & { key: number; link: string };

const most = 50;
let nextKey = 1;
const rowOf = (person: Person): Row => ({ ...person, link: person.url ?? '', key: nextKey++ });

/** Those of the podcast taxonomy that a newsroom needs (podcastindex.org, taxonomy of `podcast:person`). */
const roles = [
  'host',
  'co-host',
  'guest',
  'reporter',
  'narrator',
  'producer',
  'editor',
  'writer',
  'researcher',
] as const;
const sayRole = (role: string) => role.charAt(0).toUpperCase() + role.slice(1);

/** Who is heard, or had a hand in it. Rows without a name, and halves of addresses, are not saved. */
export const PeopleEditor = memo(function PeopleEditor({
  value,
  onChange,
}: {
  value: readonly Person[];
  onChange: (value: Person[]) => void;
}) {
  const [rows, setRows] = useState(() => value.map(rowOf));
  const [added, setAdded] = useState<number | null>(null);
  const set = (next: Row[]) => {
    setRows(next);
    onChange(
      next.flatMap(({ key: _, link, url: __, ...person }) => {
        const url = link.trim();
        if (!person.name.trim()) return [];
        return [{ ...person, name: person.name.trim(), ...(httpUrl.safeParse(url).success && { url }) }];
      }),
    );
  };
  const change = (key: number, part: Partial<Row>) =>
    set(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const remove = (row: Row) => {
    set(rows.filter(({ key }) => key !== row.key));
    if (row.name.trim())
      showNotice({
        text: `${row.name} is taken out.`,
        action: { label: 'Bring back', run: () => set(rows) },
      });
  };
  return (
    <section aria-label="People" id="people" tabIndex={-1} className="flex flex-col gap-3 rounded-base">
      <div>
        <h2 className="text-lead font-semibold">People</h2>
        <p className="text-small text-ink-soft">
          Who is heard, and who made it. Podcast apps show them with the episode.
        </p>
      </div>
      {rows.length > 0 && (
        <ol className="flex flex-col gap-3">
          {rows.map((row, index) => (
            <li key={row.key} className="flex items-start gap-3 border-b border-line pb-3">
              <PersonPicture
                name={row.name || `person ${index + 1}`}
                value={row.picture}
                onChange={(picture) => {
                  const { picture: _, ...rest } = row;
                  set(rows.map((one) => (one.key === row.key ? (picture ? { ...rest, picture } : rest) : one)));
                }}
              />
              <div className="grid min-w-0 grow gap-2 sm:grid-cols-[1fr_9rem]">
                <TextField
                  label={`Name of person ${index + 1}`}
                  maxLength={128}
                  value={row.name}
                  onChange={(name) => change(row.key, { name })}
                  autoFocus={row.key === added}
                />
                <Select
                  label={`Role of person ${index + 1}`}
                  choices={[...new Set([...roles, row.role])].map((id) => ({ id, label: sayRole(id) }))}
                  value={row.role}
                  onChange={(role) => change(row.key, { role })}
                />
                <TextField
                  label={`Web address of person ${index + 1}`}
                  placeholder="https://…"
                  inputMode="url"
                  maxLength={2048}
                  value={row.link}
                  onChange={(link) => change(row.key, { link })}
                  error={
                    row.link.trim() && !httpUrl.safeParse(row.link.trim()).success
                      ? 'This is not a web address yet, so it is not saved. Write it as https://nhs.uk/flu.'
                      : undefined
                  }
                  className="sm:col-span-2"
                />
              </div>
              <IconButton
                label={`Remove person ${index + 1}`}
                icon={Trash2}
                size="small"
                className="mt-7"
                onPress={() => remove(row)}
              />
            </li>
          ))}
        </ol>
      )}
      {rows.length < most && (
        <Button
          size="small"
          icon={Plus}
          className="self-start"
          onPress={() => {
            const row = rowOf({ name: '', role: rows.length === 0 ? 'host' : 'guest' });
            setAdded(row.key);
            setRows([...rows, row]);
          }}
        >
          Add a person
        </Button>
      )}
    </section>
  );
});
