import { type EpisodeContent, episodeTypes } from '@mobilise/contracts/recordings';
import { memo, useState } from 'react';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';

const typeWords: Record<(typeof episodeTypes)[number], { label: string; description: string }> = {
  full: { label: 'Episode', description: 'One of the show, whole' },
  trailer: { label: 'Trailer', description: 'What the show or a season will be' },
  bonus: { label: 'Bonus', description: 'Something on top: an outtake, a longer interview' },
};

/** Where an episode stands in its show, and what directories want to know of it. */
export const NumberingFields = memo(function NumberingFields({
  season,
  number,
  type,
  explicit,
  onChange,
}: Pick<EpisodeContent, 'season' | 'number' | 'type' | 'explicit'> & {
  onChange: (part: Partial<EpisodeContent>) => void;
}) {
  return (
    <section aria-label="In the show" className="flex flex-col gap-3">
      <h2 className="text-lead font-semibold">In the show</h2>
      <div className="grid gap-4 sm:grid-cols-3">
        <Select
          label="Kind"
          choices={episodeTypes.map((id) => ({ id, ...typeWords[id] }))}
          value={type}
          onChange={(to) => onChange({ type: to })}
        />
        <NumberField label="Season" most={9999} value={season} onChange={(to) => onChange({ season: to })} />
        <NumberField label="Number" most={99_999} value={number} onChange={(to) => onChange({ number: to })} />
      </div>
      <Switch isSelected={explicit} onChange={(to) => onChange({ explicit: to })}>
        Not for children: strong language, or what would disturb them
      </Switch>
    </section>
  );
});

/** A whole number from 1, or nothing. */
function NumberField({
  label,
  most,
  value,
  onChange,
}: {
  label: string;
  most: number;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && typed.trim() !== '' && numberOf(typed, most) === null;
  return (
    <TextField
      label={label}
      inputMode="numeric"
      maxLength={String(most).length}
      value={typed ?? (value === null ? '' : String(value))}
      onChange={(to) => {
        setTyped(to);
        if (!to.trim()) onChange(null);
        else if (numberOf(to, most) !== null) onChange(numberOf(to, most));
      }}
      onBlur={() => !isWrong && setTyped(null)}
      error={isWrong ? `Write a whole number from 1 to ${most.toLocaleString('en-GB')}, or nothing.` : undefined}
    />
  );
}

function numberOf(typed: string, most: number): number | null {
  const number = /^\d+$/.test(typed.trim()) ? Number(typed) : 0;
  return number >= 1 && number <= most ? number : null;
}
