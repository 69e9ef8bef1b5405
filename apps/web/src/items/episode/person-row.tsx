import { Trash2 } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { WebAddressField } from '../../ui/web-address-field.tsx';
import { type Person, personWith } from './person.ts';
import { PersonPicture } from './person-picture.tsx';

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

/** Somebody heard: picture, name, role, a page about them. The picture is described by the name. */
export function PersonRow({
  person,
  number,
  isNew,
  onChange,
  onRemove,
}: {
  person: Person;
  number: number;
  isNew: boolean;
  onChange: (person: Person) => void;
  onRemove: () => void;
}) {
  const { name, role, url, picture } = person;
  const change = (part: Partial<Person>) => onChange(personWith(person, part));
  return (
    <li className="flex items-start gap-3 border-b border-line pb-3">
      <PersonPicture
        name={name || `person ${number}`}
        assetId={picture?.assetId}
        onChange={(assetId) => change({ picture: assetId ? { assetId, alt: name } : undefined })}
      />
      <div className="grid min-w-0 grow gap-2 sm:grid-cols-[1fr_9rem]">
        <TextField
          label={`Name of person ${number}`}
          maxLength={128}
          value={name}
          onChange={(to) => change({ name: to })}
          autoFocus={isNew}
        />
        <Select
          label={`Role of person ${number}`}
          choices={[...new Set([...roles, role])].map((id) => ({ id, label: sayRole(id) }))}
          value={role}
          onChange={(to) => change({ role: to })}
        />
        <WebAddressField
          label={`Web address of person ${number}`}
          placeholder="https://…"
          value={url}
          onChange={(to) => change({ url: to })}
          className="sm:col-span-2"
        />
      </div>
      <IconButton label={`Remove person ${number}`} icon={Trash2} size="small" className="mt-7" onPress={onRemove} />
    </li>
  );
}
