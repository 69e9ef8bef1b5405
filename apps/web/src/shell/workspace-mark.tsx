import { inkOn } from '@mobilise/contracts/colours';
import { cx } from '../ui/cx.ts';

/** A workspace's first letters on its own colour. */
export function WorkspaceMark({ name, colour, className }: { name: string; colour: string; className?: string }) {
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '')
    .join('');
  return (
    <svg aria-hidden viewBox="0 0 28 28" className={cx('size-7 shrink-0', className)}>
      <rect width="28" height="28" rx="5" fill={colour} />
      <text
        x="14"
        y="18.500"
        textAnchor="middle"
        fontSize="12"
        fontWeight="700"
        fill={inkOn(colour)}
        className="uppercase"
      >
        {letters}
      </text>
    </svg>
  );
}
