// biome-ignore-all lint/suspicious/noArrayIndexKey: these have no identity but their place, and no state of their own
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { assetQuery } from '../../media/media-queries.ts';
import { useWorkspace } from '../../session.ts';
import { cx } from '../../ui/cx.ts';
import { diffWords, type Pair } from '../diff.ts';
import type { Words } from '../words.ts';
import { compareWords, type Line, mergeTables } from './compare.ts';
import type { Part } from './parts.ts';

interface ComparisonProps {
  kind: ItemKind;
  before: Words;
  after: Words;
  /** Leaves out what is the same in both. */
  onlyChanges?: boolean;
}

const isChange = ({ before, after }: Pair<Part>) => before?.shape !== after?.shape;

/** Two texts of one item, part by part: what went is struck through, what came is underlined, and both are said. */
export function Comparison({ kind, before, after, onlyChanges = false }: ComparisonProps) {
  const pairs = useMemo(() => compareWords(kind, before, after), [kind, before, after]);
  const changes = pairs.filter(isChange).length;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="text-ink-soft">
        {changes === 0 ? 'The two say the same.' : changes === 1 ? 'One part differs.' : `${changes} parts differ.`}{' '}
        <Legend />
      </p>
      <ol className="flex flex-col">
        {(onlyChanges ? pairs.filter(isChange) : pairs).map((pair, index) => (
          <Compared key={index} pair={pair} />
        ))}
      </ol>
    </div>
  );
}

const Legend = () => (
  <span aria-hidden className="text-small">
    <del className={goneClasses}>struck through: removed</del> <ins className={newClasses}>underlined: added</ins>
  </span>
);

const goneClasses = 'rounded-[3px] bg-wrong-soft px-0.5 text-wrong line-through decoration-1';
const newClasses = 'rounded-[3px] bg-done-soft px-0.5 text-done underline decoration-2 underline-offset-3';

function Compared({ pair }: { pair: Pair<Part> }) {
  const { before, after } = pair;
  const part = after ?? before;
  if (!part) return null;
  const isSame = !isChange(pair);
  const verdict = isSame
    ? null
    : !before
      ? 'added'
      : !after
        ? 'removed'
        : before.text === after.text && before.assetId === after.assetId && !part.table
          ? 'only its form changed'
          : 'changed';
  return (
    <li
      className={cx(
        'grid gap-x-4 border-b border-line py-2 sm:grid-cols-[8rem_1fr]',
        isSame ? 'text-ink-soft' : '-mx-2 rounded-base px-2',
      )}
    >
      <div className="text-small text-ink-soft">
        {part.label}
        {verdict && <span className="font-medium text-ink">, {verdict}</span>}
      </div>
      <div className="min-w-0 wrap-anywhere whitespace-pre-wrap">
        {(before?.assetId || after?.assetId) && <Pictures before={before?.assetId} after={after?.assetId} />}
        <Text before={before?.text ?? null} after={after?.text ?? null} />
        {part.table && <Tables before={before?.table ?? null} after={after?.table ?? null} />}
      </div>
    </li>
  );
}

/** One text in both its forms. */
function Text({ before, after }: { before: string | null; after: string | null }) {
  if (before === null && after === null) return null;
  return (
    <>
      {diffWords(before ?? '', after ?? '').map(({ kind, values }, index) => {
        const text = values.join('');
        if (kind === 'same') return <span key={index}>{text}</span>;
        return kind === 'removed' ? (
          <del key={index} className={goneClasses}>
            <span className="sr-only"> removed: </span>
            {text}
            <span className="sr-only">. </span>
          </del>
        ) : (
          <ins key={index} className={newClasses}>
            <span className="sr-only"> added: </span>
            {text}
            <span className="sr-only">. </span>
          </ins>
        );
      })}
    </>
  );
}

function Pictures({ before, after }: { before: string | undefined; after: string | undefined }) {
  const shown =
    before === after
      ? [['', after] as const]
      : ([
          ['Before', before],
          ['After', after],
        ] as const);
  return (
    <div className="mb-1 flex flex-wrap gap-3">
      {shown.map(([when, assetId]) => assetId && <Picture key={when} when={when} assetId={assetId} />)}
    </div>
  );
}

function Picture({ when, assetId }: { when: string; assetId: string }) {
  const { id } = useWorkspace();
  const { data } = useQuery(assetQuery(id, assetId));
  return (
    <figure className="flex flex-col gap-0.5">
      {data?.thumb ? (
        <img src={data.thumb} alt="" className="size-20 rounded-base border border-line object-cover" />
      ) : (
        <span className="block size-20 rounded-base bg-hover" />
      )}
      <figcaption className="max-w-40 truncate text-small">
        {when && `${when}: `}
        {data?.filename}
      </figcaption>
    </figure>
  );
}

type Table = NonNullable<Part['table']>;
const noTable: Table = { caption: '', columns: [], rows: [] };

/** Two tables in one: added and removed rows, columns and cells are marked and said. */
function Tables({ before, after }: { before: Table | null; after: Table | null }) {
  const [old, now] = [before ?? noTable, after ?? noTable];
  const { columns, rows } = mergeTables(old, now);
  const cell = (cells: readonly string[] | undefined, column: number | null) =>
    cells && column !== null ? (cells[column] ?? null) : null;
  const line = ({ before: at, after: to }: Line) => ({
    gone: at === null ? undefined : old.rows[at],
    come: to === null ? undefined : now.rows[to],
  });
  return (
    <div className="mt-1 overflow-x-auto">
      <table className="w-full border-collapse text-left text-small">
        <caption className="sr-only">Data, before and after</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" className="border border-line px-1.5 py-1">
                <Text before={cell(old.columns, column.before)} after={cell(now.columns, column.after)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const { gone, come } = line(row);
            return (
              <tr key={index}>
                {columns.map((column, at) => (
                  <td key={at} className="border border-line px-1.5 py-1">
                    <Text before={cell(gone, column.before)} after={cell(come, column.after)} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
