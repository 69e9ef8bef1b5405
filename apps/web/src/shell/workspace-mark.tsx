import { cx } from '../ui/cx.ts';

/** A workspace's first letters on its own colour; black or white, whichever reads better (WCAG relative luminance). */
export function WorkspaceMark({ name, colour, className }: { name: string; colour: string; className?: string }) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const isDark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
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
        fill={isDark ? '#fff' : '#101818'}
        className="uppercase"
      >
        {letters}
      </text>
    </svg>
  );
}
