import { Link } from '@tanstack/react-router';

const tabClasses =
  'relative -mb-px flex h-9 items-center border-b-2 border-transparent px-0.5 font-medium whitespace-nowrap text-ink-soft no-underline hover:text-ink forced-colors:not-data-selected:not-data-[status=active]:border-[Canvas] data-selected:border-accent data-selected:text-ink data-[status=active]:border-accent data-[status=active]:text-ink data-focus-visible:outline-2 data-focus-visible:outline-focus pointer-coarse:h-11';

/** Parts of one noun, each with its own address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly { to: string; title: string }[] }) {
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line px-0.5 pt-0.5">
      {tabs.map(({ to, title }) => (
        <Link key={to} to={to} activeOptions={{ exact: true }} className={tabClasses}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
