import { ClipboardPaste, Plus, Table as TableIcon, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showNotice } from '../../ui/toast.tsx';
import { DataGrid } from './data-grid.tsx';
import {
  addColumn,
  addRow,
  type DataTable,
  mostColumns,
  mostRows,
  newTable,
  parseCells,
  tableFrom,
} from './table-edit.ts';

/** The data behind an infographic: typed in, or pasted from a spreadsheet. */
export function DataTableEditor({
  value,
  onChange,
}: {
  value: DataTable | null;
  onChange: (value: DataTable | null) => void;
}) {
  const [isPasting, setPasting] = useState(false);
  return (
    <section aria-labelledby="data" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 id="data" className="font-medium">
            Data
          </h2>
          <p className="max-w-prose text-small text-ink-soft">
            The figures behind the artwork, as a table that can be read aloud and copied.
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {!value && (
            <Button size="small" icon={TableIcon} onPress={() => onChange(newTable)}>
              Begin a table
            </Button>
          )}
          <Button size="small" icon={ClipboardPaste} onPress={() => setPasting(!isPasting)} aria-expanded={isPasting}>
            Paste from a spreadsheet
          </Button>
        </div>
      </div>
      {isPasting && (
        <PasteArea
          replaces={value !== null}
          onDone={() => setPasting(false)}
          onCells={(cells) => {
            const made = tableFrom(cells, value?.caption ?? '');
            if (!made) return;
            onChange(made.table);
            setPasting(false);
            const { columns, rows } = made.table;
            if (made.leftOut > 0)
              showNotice({
                text: `${made.leftOut} cells found no room: a table has at most ${mostColumns} columns and ${mostRows} rows.`,
                tone: 'wrong',
              });
            announce(`The table has ${columns.length} columns and ${rows.length} rows.`);
          }}
        />
      )}
      {value && (
        <>
          <TextField
            label="What the table shows"
            placeholder="Beds by ward, October 2026"
            maxLength={300}
            value={value.caption}
            onChange={(caption) => onChange({ ...value, caption })}
          />
          <DataGrid table={value} onChange={onChange} />
          <div className="flex flex-wrap gap-2">
            <Button
              size="small"
              icon={Plus}
              isDisabled={value.rows.length >= mostRows}
              onPress={() => onChange(addRow(value, value.rows.length))}
            >
              Add a row
            </Button>
            <Button
              size="small"
              icon={Plus}
              isDisabled={value.columns.length >= mostColumns}
              onPress={() => onChange(addColumn(value, value.columns.length))}
            >
              Add a column
            </Button>
            <Button
              size="small"
              look="quiet"
              icon={Trash2}
              onPress={() => {
                onChange(null);
                showNotice({
                  text: 'The table is taken out.',
                  action: { label: 'Bring it back', run: () => onChange(value) },
                });
              }}
            >
              Take the table out
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function PasteArea({
  replaces,
  onCells,
  onDone,
}: {
  replaces: boolean;
  onCells: (cells: string[][]) => void;
  onDone: () => void;
}) {
  const [text, setText] = useState('');
  const cells = parseCells(text);
  return (
    <div className="flex flex-col gap-2 border-l-2 border-line-strong pl-4">
      <TextArea
        label="Cells"
        description="Copy them in the spreadsheet and paste them here, or paste a CSV file. The first row names the columns."
        rows={4}
        value={text}
        onChange={setText}
        autoFocus
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" size="small" isDisabled={cells.length === 0} onPress={() => onCells(cells)}>
          {replaces ? 'Replace the table' : 'Make the table'}
        </Button>
        <Button size="small" onPress={onDone}>
          Cancel
        </Button>
        {cells.length > 0 && (
          <span className="figures text-small text-ink-soft">
            {cells[0]?.length} columns, {cells.length - 1} rows
          </span>
        )}
      </div>
    </div>
  );
}
