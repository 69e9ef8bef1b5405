import { parseTimecode, sayTimecode } from '@mobilise/contracts/timecode';
import { type KeyboardEvent, useState } from 'react';
import { cx } from '../ui/cx.ts';
import { showNotice } from '../ui/toast.tsx';

/** A time within a recording, typed as `1:02.5`; the arrow keys move it by a tenth of a second, with Shift by a second. */
export function TimecodeField({
  label,
  value,
  onChange,
  className,
  problemId,
}: {
  label: string;
  /** Milliseconds. */
  value: number;
  onChange: (value: number) => void;
  className?: string;
  /** The id of what is wrong with the time, while something is. */
  problemId?: string | undefined;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && parseTimecode(typed) === null;
  const commit = () => {
    const time = typed === null ? null : parseTimecode(typed);
    if (typed !== null && time === null)
      showNotice({ text: `‘${typed}’ is not a time. Write it as 1:02.5.`, tone: 'wrong' });
    setTyped(null);
    if (time !== null && time !== value) onChange(time);
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowUp: 100, ArrowDown: -100 }[event.key];
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && typed !== null) setTyped(null);
    else if (by) {
      event.preventDefault();
      const from = typed === null ? value : (parseTimecode(typed) ?? value);
      setTyped(null);
      onChange(Math.max(0, from + by * (event.shiftKey ? 10 : 1)));
    }
  };
  return (
    <input
      aria-label={label}
      aria-invalid={isWrong || problemId !== undefined || undefined}
      aria-describedby={problemId}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      maxLength={12}
      value={typed ?? sayTimecode(value)}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={commit}
      onKeyDown={key}
      className={cx(
        'field figures h-8 px-1.5 text-small aria-invalid:border-wrong pointer-coarse:h-11',
        className ?? 'w-20',
      )}
    />
  );
}
