import { httpUrl } from '@mobilise/contracts/fields';
import type { InfographicContent } from '@mobilise/contracts/kinds';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { completeTarget } from '../story/link-target.ts';

type Source = InfographicContent['sources'][number];
type Row = Source & { key: number };

const most = 50;
let nextKey = 1;
const rowsOf = (sources: readonly Source[]): Row[] => sources.map((source) => ({ ...source, key: nextKey++ }));

/** Where the figures come from. Rows without a word are not saved; an address stands for a title that was not written. */
export function SourcesEditor({ value, onChange }: { value: readonly Source[]; onChange: (value: Source[]) => void }) {
  const [rows, setRows] = useState(() => rowsOf(value));
  const [added, setAdded] = useState<number | null>(null);
  const set = (next: Row[]) => {
    setRows(next);
    onChange(
      next.flatMap(({ title, url }) =>
        title.trim() || url.trim() ? [{ title: title.trim() || url.trim(), url: url.trim() }] : [],
      ),
    );
  };
  const change = (key: number, part: Partial<Source>) =>
    set(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const complete = ({ key, url }: Row) => {
    const whole = completeTarget(url);
    if (whole && whole !== url && /^http/.test(whole)) change(key, { url: whole });
  };
  return (
    <section aria-labelledby="sources" className="flex flex-col gap-2">
      <div>
        <h2 id="sources" className="font-medium">
          Sources
        </h2>
        <p className="text-small text-ink-soft">Where the figures come from, so that anybody can check them.</p>
      </div>
      <ol className="flex flex-col gap-3">
        {rows.map((row, index) => (
          <li key={row.key} className="flex items-start gap-2 border-b border-line pb-3">
            <div className="grid grow gap-2 sm:grid-cols-2">
              <TextField
                label={`Source ${index + 1}`}
                maxLength={300}
                value={row.title}
                onChange={(title) => change(row.key, { title })}
                autoFocus={row.key === added}
              />
              <TextField
                label={`Web address of source ${index + 1}`}
                placeholder="nhs.uk/…"
                inputMode="url"
                maxLength={2048}
                value={row.url}
                onChange={(url) => change(row.key, { url })}
                onBlur={() => complete(row)}
                error={
                  row.url.trim() && !httpUrl.safeParse(row.url.trim()).success
                    ? 'This is not a web address yet. Write it as https://nhs.uk/flu.'
                    : undefined
                }
              />
            </div>
            <IconButton
              label={`Remove source ${index + 1}`}
              icon={Trash2}
              size="small"
              className="mt-7"
              onPress={() => set(rows.filter(({ key }) => key !== row.key))}
            />
          </li>
        ))}
      </ol>
      {rows.length < most && (
        <Button
          size="small"
          icon={Plus}
          className="self-start"
          onPress={() => {
            const key = nextKey++;
            setAdded(key);
            setRows([...rows, { key, title: '', url: '' }]);
          }}
        >
          Add a source
        </Button>
      )}
    </section>
  );
}
