import { Link } from '@tanstack/react-router';
import { tabClasses } from './tabs.tsx';

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
