import { appleCategories } from '@mobilise/contracts/apple-categories';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Combobox } from '../ui/combobox.tsx';
import { IconButton } from '../ui/icon-button.tsx';

const most = 3;
const all = Object.entries(appleCategories).flatMap(([main, subs]) => [main, ...subs.map((sub) => `${main} > ${sub}`)]);

/** Up to three of Apple's categories, the main one first; found by typing. */
export function CategoriesField({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const rows = value.length === 0 ? [''] : value;
  const set = (next: readonly string[]) => onChange([...next]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 font-medium">Categories</legend>
      {rows.map((category, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a category is known by its place
        <div key={`${index} ${category}`} className="flex items-end gap-1">
          <Combobox
            label={index === 0 ? 'Main category' : `Category ${index + 1}`}
            hideLabel
            name={index === 0 ? 'categories' : `categories.${index}`}
            placeholder="Health, science, society …"
            choices={choicesFor(category, value)}
            value={category || null}
            onChange={(to) => set(rows.with(index, to))}
            isRequired={index === 0}
            className="grow"
          />
          {index > 0 && (
            <IconButton
              label={`Remove category ${index + 1}`}
              icon={Trash2}
              onPress={() => set(rows.toSpliced(index, 1))}
            />
          )}
        </div>
      ))}
      {rows.length < most && rows.at(-1) !== '' && (
        <Button size="small" icon={Plus} className="self-start" onPress={() => set([...rows, ''])}>
          Add a category
        </Button>
      )}
      <p className="text-small text-ink-soft">Directories sort shows by these; the main one counts most.</p>
    </fieldset>
  );
}

/** What is chosen elsewhere is not offered again; a category that directories do not know stays until another is chosen. */
function choicesFor(present: string, chosen: readonly string[]) {
  const known = all.filter((one) => one === present || !chosen.includes(one));
  return (present && !all.includes(present) ? [present, ...known] : known).map((id) => ({
    id,
    label: id.replace(' > ', ': '),
  }));
}
