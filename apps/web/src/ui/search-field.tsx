import { Search, X } from 'lucide-react';
import { IconButton } from './icon-button.tsx';
import { TextField } from './text-field.tsx';

/** What to look for, as it is typed. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      label={label}
      hideLabel
      type="search"
      placeholder={label}
      maxLength={100}
      value={value}
      onChange={onChange}
      onKeyDown={(event) => event.key === 'Escape' && value !== '' && onChange('')}
      before={<Search aria-hidden className="size-4 shrink-0 text-ink-soft" />}
      after={
        value !== '' && (
          <IconButton label="Clear the search" icon={X} size="small" onPress={() => onChange('')} className="-mr-2" />
        )
      }
      className="w-64 max-w-full grow sm:grow-0"
    />
  );
}
