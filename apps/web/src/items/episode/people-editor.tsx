import { Plus } from 'lucide-react';
import { memo, useState } from 'react';
import { useKeys, useRows } from '../../recordings/use-rows.ts';
import { Button } from '../../ui/button.tsx';
import { showNotice } from '../../ui/toast.tsx';
import type { Person } from './person.ts';
import { PersonRow } from './person-row.tsx';

const most = 50;
const isNamed = ({ name }: Person) => name.trim() !== '';
const isSame = (a: Person, b: Person) => JSON.stringify(a) === JSON.stringify(b);

/** Who is heard, or had a hand in it. Rows without a name are seen and not saved. */
export const PeopleEditor = memo(function PeopleEditor({
  value,
  onChange,
}: {
  value: readonly Person[];
  onChange: (value: Person[]) => void;
}) {
  const [rows, setRows] = useRows(value, onChange, isNamed);
  const keys = useKeys(rows, isSame);
  const [added, setAdded] = useState<Person | null>(null);
  const remove = (index: number) => {
    const gone = rows[index] as Person;
    setRows(rows.toSpliced(index, 1));
    if (isNamed(gone))
      showNotice({
        text: `${gone.name} is taken out.`,
        action: { label: 'Bring back', run: () => setRows((now) => now.toSpliced(index, 0, gone)) },
      });
  };
  return (
    <section aria-label="People" id="people" className="flex flex-col gap-3 rounded-base">
      <div>
        <h2 className="text-lead font-semibold">People</h2>
        <p className="text-small text-ink-soft">
          Who is heard, and who made it. Podcast apps show them with the episode.
        </p>
      </div>
      {rows.length > 0 && (
        <ol className="flex flex-col gap-3">
          {rows.map((person, index) => (
            <PersonRow
              key={keys[index]}
              person={person}
              number={index + 1}
              isNew={person === added}
              onChange={(to) => setRows((now) => now.with(index, to))}
              onRemove={() => remove(index)}
            />
          ))}
        </ol>
      )}
      {rows.length < most && (
        <Button
          size="small"
          icon={Plus}
          className="self-start"
          onPress={() => {
            const person = { name: '', role: rows.length === 0 ? 'host' : 'guest' };
            setAdded(person);
            setRows([...rows, person]);
          }}
        >
          Add a person
        </Button>
      )}
    </section>
  );
});
