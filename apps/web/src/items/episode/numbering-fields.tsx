import { type EpisodeContent, episodeTypes } from '@mobilise/contracts/recordings';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { memo, useState } from 'react';
import { useWorkspace } from '../../session.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useItem } from '../item-context.ts';
import { itemQuery } from '../item-queries.ts';

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
      <SameNumber {...{ season, number, type }} />
      <Switch isSelected={explicit} onChange={(to) => onChange({ explicit: to })}>
        Not for children: strong language, or anything that would disturb them
      </Switch>
    </section>
  );
});

/** Another episode that has this number, once both are saved: apps would list them as one. */
function SameNumber({ season, number, type }: Pick<EpisodeContent, 'season' | 'number' | 'type'>) {
  const { id: workspaceId, slug } = useWorkspace();
  const { itemId } = useItem();
  const saved = useQuery({ ...itemQuery(workspaceId, itemId ?? ''), enabled: itemId !== null }).data;
  const was = saved?.content as EpisodeContent | undefined;
  const isSaved = was?.season === season && was?.number === number && was?.type === type;
  const other = isSaved ? saved?.sameNumber : null;
  return (
    <div role="status" className="empty:hidden">
      {other && (
        <p className="flex items-start gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
          <span>
            <Link to={`/w/${slug}/items/${other.id}` as string} className="text-link wrap-anywhere">
              {other.title}
            </Link>{' '}
            has this number too. Apps may show only one of them: give one another number.
          </span>
        </p>
      )}
    </div>
  );
}

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
