/** What floats above the page: menus, lists of choices, small dialogs. */
export const floatClasses =
  'rounded-base border border-line bg-sheet text-ink shadow-float outline-none transition-opacity duration-100 data-entering:opacity-0 data-exiting:opacity-0';

/** One choice in a floating list. */
export const choiceClasses =
  'flex min-h-8 cursor-default items-center gap-2 rounded-[3px] px-2 py-1 no-underline outline-none data-focused:bg-accent-soft data-disabled:text-ink-soft pointer-coarse:min-h-11 ' +
  'forced-colors:data-focused:outline-2';
