import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { maxTitle } from '@mobilise/contracts/chapters/chapter';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { CircleAlert, Eye, EyeOff, Play, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { WebAddressField } from '../ui/web-address-field.tsx';
import { TimecodeField } from './timecode-field.tsx';

/** One chapter: from when, its title, a page about it. */
export function ChapterRow({
  chapter: { start, title, url, hidden },
  number,
  isNew,
  problem,
  isBeyond,
  onChange,
  onMove,
  onPlay,
  onRemove,
}: {
  chapter: Chapter;
  number: number;
  isNew: boolean;
  problem: string;
  /** It starts after the recording has ended, which stops the approval. */
  isBeyond: boolean;
  onChange: (part: Partial<Chapter>) => void;
  onMove: (start: number) => void;
  onPlay: () => void;
  onRemove: () => void;
}) {
  const problemId = useId();
  return (
    <li className="flex flex-wrap items-start gap-x-2 gap-y-1 border-b border-line py-2">
      <IconButton
        label={`Play chapter ${number}, ${sayTimecode(start)}`}
        icon={Play}
        size="small"
        className="mt-0.5"
        onPress={onPlay}
      />
      <TimecodeField
        label={`Start of chapter ${number}`}
        value={start}
        onChange={onMove}
        className="mt-0.5 w-20"
        problemId={isBeyond ? problemId : undefined}
      />
      <div className="flex min-w-48 grow basis-0 flex-col gap-1">
        <div className="grid gap-1 sm:grid-cols-2 sm:gap-2">
          <TextField
            label={`Title of chapter ${number}`}
            hideLabel
            placeholder="What it is about"
            maxLength={maxTitle}
            value={title}
            onChange={(to) => onChange({ title: to })}
            autoFocus={isNew}
            onFocus={({ target }) => isNew && (target as HTMLInputElement).select()}
          />
          <WebAddressField
            label={`Web address of chapter ${number}`}
            hideLabel
            placeholder="https://… (if there is more)"
            value={url}
            onChange={(to) => onChange({ url: to })}
          />
        </div>
        {(problem || hidden) && (
          <p
            id={problemId}
            className={cx('flex items-start gap-1.5 text-small', isBeyond ? 'text-ink' : 'text-ink-soft')}
          >
            {isBeyond && <CircleAlert aria-hidden className="mt-px size-4 shrink-0 text-wrong" />}
            {[hidden && 'Not in lists.', problem].filter(Boolean).join(' ')}
          </p>
        )}
      </div>
      <div className="ml-auto flex">
        <IconButton
          label={hidden ? `Show chapter ${number} in lists` : `Hide chapter ${number} from lists`}
          icon={hidden ? EyeOff : Eye}
          size="small"
          className="mt-0.5"
          onPress={() => onChange({ hidden: hidden ? undefined : true })}
        />
        <IconButton
          label={`Remove chapter ${number}`}
          icon={Trash2}
          size="small"
          className="mt-0.5"
          onPress={onRemove}
        />
      </div>
    </li>
  );
}
