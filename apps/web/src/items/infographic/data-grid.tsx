// biome-ignore-all lint/suspicious/noArrayIndexKey: these have no identity but their place, and no state of their own
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EllipsisVertical, Plus, Trash2 } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, memo, useCallback, useRef } from 'react';
import { announce } from '../../ui/announcer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import {
  addColumn,
  addRow,
  type DataTable,
  isTable,
  mostColumns,
  mostRows,
  moveColumn,
  moveRow,
  parseCells,
  pasteCells,
  removeColumn,
  removeRow,
  setCell,
} from './table-edit.ts';

const columnName = (name: string | undefined, at: number) => name?.trim() || `Column ${at + 1}`;

/** A table of cells to write in. Enter and the arrow keys up and down move between rows; pasted cells spread out from the cell. */
export function DataGrid({ table, onChange }: { table: DataTable; onChange: (table: DataTable) => void }) {
  const grid = useRef<HTMLTableElement>(null);
  const latest = useRef(table);
  latest.current = table;
  const tell = useRef(onChange);
  tell.current = onChange;
  const write = useCallback(
    (row: number, column: number, value: string) => tell.current(setCell(latest.current, row, column, value)),
    [],
  );
  const paste = useCallback((row: number, column: number, text: string) => {
    const { table: grown, leftOut } = pasteCells(latest.current, row, column, parseCells(text));
    tell.current(grown);
    announce(leftOut > 0 ? `Pasted; ${leftOut} cells found no room.` : 'Pasted.');
  }, []);
  const move = useCallback(
    (row: number, column: number) =>
      grid.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)?.focus(),
    [],
  );
  const { columns, rows } = table;
  return (
    <div className="-mx-1 overflow-x-auto px-1 pb-1">
      <table ref={grid} className="w-full border-collapse">
        <caption className="sr-only">{table.caption || 'Data'}; a table to write in</caption>
        <thead>
          <tr>
            {columns.map((name, at) => (
              <th key={at} scope="col" className="min-w-28 border border-line bg-sunk p-0 text-left">
                <div className="flex items-center">
                  <Cell
                    row={-1}
                    column={at}
                    value={name}
                    label={`Name of column ${at + 1}`}
                    onWrite={write}
                    onPaste={paste}
                    onMove={move}
                  />
                  <Menu
                    label={`Column ${columnName(name, at)}`}
                    trigger={
                      <IconButton
                        label={`Change column ${columnName(name, at)}`}
                        icon={EllipsisVertical}
                        size="small"
                      />
                    }
                    items={[
                      {
                        label: 'Move left',
                        icon: ArrowLeft,
                        isDisabled: at === 0,
                        onAction: () => onChange(moveColumn(table, at, at - 1)),
                      },
                      {
                        label: 'Move right',
                        icon: ArrowRight,
                        isDisabled: at === columns.length - 1,
                        onAction: () => onChange(moveColumn(table, at, at + 1)),
                      },
                      {
                        label: 'Add a column after it',
                        icon: Plus,
                        isDisabled: columns.length >= mostColumns,
                        onAction: () => onChange(addColumn(table, at + 1)),
                      },
                      'line',
                      {
                        label: 'Remove the column',
                        icon: Trash2,
                        look: 'danger',
                        isDisabled: columns.length === 1,
                        onAction: () => onChange(removeColumn(table, at)),
                      },
                    ]}
                  />
                </div>
              </th>
            ))}
            <td className="w-8" />
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((value, column) => (
                <td key={column} className="border border-line p-0">
                  <Cell
                    row={row}
                    column={column}
                    value={value}
                    label={`${columnName(columns[column], column)}, row ${row + 1}`}
                    onWrite={write}
                    onPaste={paste}
                    onMove={move}
                  />
                </td>
              ))}
              <td className="w-8">
                <Menu
                  label={`Row ${row + 1}`}
                  placement="bottom end"
                  trigger={<IconButton label={`Change row ${row + 1}`} icon={EllipsisVertical} size="small" />}
                  items={[
                    {
                      label: 'Move up',
                      icon: ArrowUp,
                      isDisabled: row === 0,
                      onAction: () => onChange(moveRow(table, row, row - 1)),
                    },
                    {
                      label: 'Move down',
                      icon: ArrowDown,
                      isDisabled: row === rows.length - 1,
                      onAction: () => onChange(moveRow(table, row, row + 1)),
                    },
                    {
                      label: 'Add a row after it',
                      icon: Plus,
                      isDisabled: rows.length >= mostRows,
                      onAction: () => onChange(addRow(table, row + 1)),
                    },
                    'line',
                    {
                      label: 'Remove the row',
                      icon: Trash2,
                      look: 'danger',
                      onAction: () => onChange(removeRow(table, row)),
                    },
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  row: number;
  column: number;
  value: string;
  label: string;
  onWrite: (row: number, column: number, value: string) => void;
  onPaste: (row: number, column: number, text: string) => void;
  onMove: (row: number, column: number) => void;
}

/** Only the cell that changed draws itself again: a table may have ten thousand. */
const Cell = memo(function Cell({ row, column, value, label, onWrite, onPaste, onMove }: CellProps) {
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === 'ArrowDown') onMove(row + 1, column);
    else if (event.key === 'ArrowUp') onMove(row - 1, column);
    else return;
    event.preventDefault();
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (!isTable(text)) return;
    event.preventDefault();
    onPaste(row, column, text);
  };
  return (
    <input
      data-cell={`${row}:${column}`}
      aria-label={label}
      value={value}
      maxLength={row < 0 ? 200 : 500}
      onChange={({ target }) => onWrite(row, column, target.value)}
      onKeyDown={key}
      onPaste={paste}
      className={`figures h-9 w-full min-w-0 bg-transparent px-2 outline-offset-[-2px] focus:bg-sheet pointer-coarse:h-11 ${row < 0 ? 'font-medium' : ''}`}
    />
  );
});
