import { captionProblems } from '@mobilise/contracts/captions/caption-problems';
import type { Cue } from '@mobilise/contracts/captions/cue';
import { maxCueText, maxSpeaker } from '@mobilise/contracts/captions/cue';
import { sayTimecode, spokenTimecode } from '@mobilise/contracts/timecode';
import { Combine, EllipsisVertical, MoveHorizontal, Play, Plus, Scissors, Trash2 } from 'lucide-react';
import { type KeyboardEvent, memo, useRef } from 'react';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import type { CueEdit } from './cue-edits.ts';
import { TimecodeField } from './timecode-field.tsx';

export interface CueRowProps {
  cue: Cue;
  /** The one before, for what overlaps. */
  before: Cue | undefined;
  index: number;
  isLast: boolean;
  /** It is being heard. */
  isCurrent: boolean;
  /** It is read on a film as it plays, not in a transcript at leisure, so it must be there long enough. */
  isCaption: boolean;
  speakersId: string;
  onEdit: (index: number, edit: CueEdit) => void;
  onPlay: (index: number) => void;
  onSelect: (index: number) => void;
  /** The cursor leaves the text at its end (1) or its beginning (-1). */
  onStep: (index: number, by: 1 | -1) => void;
  onAskShift: (index: number) => void;
}

/** The text field of a cue, by which it is found. */
export const cueTextId = (index: number) => `cue-${index}`;

/** One cue: who speaks, what is said, from when to when. */
export const CueRow = memo(function CueRow({
  cue,
  before,
  index,
  isLast,
  isCurrent,
  isCaption,
  speakersId,
  onEdit,
  onPlay,
  onSelect,
  onStep,
  onAskShift,
}: CueRowProps) {
  const text = useRef<HTMLTextAreaElement>(null);
  const number = index + 1;
  const split = () => onEdit(index, { type: 'split', caret: text.current?.selectionStart ?? 0 });
  const key = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (event.shiftKey) split();
      else onPlay(index);
    } else if (isPlain && selectionStart === selectionEnd) {
      if (event.key === 'ArrowDown' && selectionEnd === value.length) onStep(index, 1);
      else if (event.key === 'ArrowUp' && selectionStart === 0) onStep(index, -1);
      else return;
      event.preventDefault();
    }
  };
  const problems = cue.text.trim()
    ? isCaption
      ? captionProblems(before ? [before, cue] : [cue])
          .filter((one) => one.index === (before ? 1 : 0))
          .map(({ problem }) => problem)
      : []
    : ['It says nothing yet, so it is not saved.'];
  return (
    <li
      aria-label={`Cue ${number}`}
      aria-current={isCurrent ? 'true' : undefined}
      onFocus={() => onSelect(index)}
      className={cx(
        'grid grid-cols-[auto_1fr_auto] gap-x-2 border-b border-l-2 border-line py-2 pl-2 sm:gap-x-3',
        isCurrent ? 'border-l-accent bg-accent-soft' : 'border-l-transparent',
      )}
    >
      <div className="flex flex-col gap-1">
        <TimecodeField
          label={`Start of cue ${number}`}
          value={cue.start}
          onChange={(start) => onEdit(index, { type: 'times', start })}
          className="w-18"
        />
        <TimecodeField
          label={`End of cue ${number}`}
          value={cue.end}
          onChange={(end) => onEdit(index, { type: 'times', end })}
          className="w-18"
        />
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <input
          aria-label={`Speaker of cue ${number}`}
          list={speakersId}
          placeholder="Who speaks"
          autoComplete="off"
          maxLength={maxSpeaker}
          value={cue.speaker ?? ''}
          onChange={({ target }) => onEdit(index, { type: 'speaker', speaker: target.value })}
          className="h-6 w-full rounded-base bg-transparent px-1.5 text-small font-medium text-ink-soft placeholder:text-ink-soft hover:bg-hover focus:bg-sheet pointer-coarse:h-11"
        />
        <textarea
          ref={text}
          id={cueTextId(index)}
          aria-label={`Words of cue ${number}, at ${spokenTimecode(cue.start)}`}
          aria-describedby={problems.length > 0 ? `${cueTextId(index)}-problems` : undefined}
          rows={1}
          maxLength={maxCueText}
          value={cue.text}
          onChange={({ target }) => onEdit(index, { type: 'text', text: target.value })}
          onKeyDown={key}
          className="field field-sizing-content w-full resize-none px-1.5 py-1 wrap-anywhere"
        />
        {problems.length > 0 && (
          <p id={`${cueTextId(index)}-problems`} className="px-1.5 text-small text-ink-soft">
            {problems.join(' ')}
          </p>
        )}
      </div>
      <div className="flex flex-col">
        <IconButton
          label={`Play cue ${number}, ${sayTimecode(cue.start)}`}
          icon={Play}
          size="small"
          onPress={() => onPlay(index)}
        />
        <Menu
          label={`Cue ${number}`}
          placement="bottom end"
          trigger={<IconButton label={`Change cue ${number}`} icon={EllipsisVertical} size="small" />}
          items={[
            {
              label: 'Split at the cursor',
              icon: Scissors,
              description: 'Ctrl+Shift+Enter in the text',
              onAction: split,
            },
            {
              label: 'Merge with the next',
              icon: Combine,
              isDisabled: isLast,
              onAction: () => onEdit(index, { type: 'merge' }),
            },
            { label: 'Add a cue after it', icon: Plus, onAction: () => onEdit(index, { type: 'add' }) },
            { label: 'Move this and all after…', icon: MoveHorizontal, onAction: () => onAskShift(index) },
            'line',
            { label: 'Remove', icon: Trash2, look: 'danger', onAction: () => onEdit(index, { type: 'remove' }) },
          ]}
        />
      </div>
    </li>
  );
});
