import { cx } from './cx.ts';

/** `primary`: the one thing to do here; `plain`: another; `quiet`: in a row of many; `danger`: takes something away. */
export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';
export type ButtonSize = 'normal' | 'small';

const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover data-pressed:bg-accent-hover border-transparent',
  plain: 'bg-sheet text-ink border-line-strong hover:bg-hover data-pressed:bg-hover',
  quiet: 'text-ink border-transparent hover:bg-hover data-pressed:bg-hover',
  danger: 'bg-sheet text-wrong border-wrong hover:bg-wrong-soft data-pressed:bg-wrong-soft',
};

const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-base border font-medium no-underline select-none whitespace-nowrap transition-colors duration-100 ' +
  'data-disabled:opacity-60 data-disabled:hover:bg-transparent aria-disabled:opacity-60 aria-disabled:hover:bg-transparent';

/** Classes of everything that looks like a button. */
export function buttonClasses(look: ButtonLook = 'plain', size: ButtonSize = 'normal'): string {
  return cx(
    base,
    looks[look],
    size === 'small' ? 'h-7 px-2 text-small pointer-coarse:h-11 pointer-coarse:px-3' : 'h-9 px-3 pointer-coarse:h-11',
  );
}

/** Classes of a square button that holds only an icon. */
export function iconButtonClasses(look: ButtonLook = 'quiet', size: ButtonSize = 'normal'): string {
  return cx(base, looks[look], size === 'small' ? 'size-7 pointer-coarse:size-11' : 'size-9 pointer-coarse:size-11');
}
