import { AccountMenu } from './account-menu.tsx';
import { PlaceLink } from './place-link.tsx';
import { places } from './places.ts';
import { PublisherLine } from './publisher-line.tsx';
import { useSignals } from './signals.ts';
import { WorkspaceMenu } from './workspace-menu.tsx';

/** The desk's left edge on anything wider than a phone. */
export function Sidebar() {
  const signals = useSignals();
  return (
    <header className="sticky top-0 hidden h-dvh w-54 shrink-0 flex-col gap-4 overflow-y-auto border-r border-line bg-sunk p-2.5 md:flex print:hidden">
      <WorkspaceMenu />
      <nav aria-label="Workspace" className="flex grow flex-col gap-0.5">
        {places.map((place) => (
          <PlaceLink key={place.path} place={place} signal={signals[place.path]} look="row" />
        ))}
      </nav>
      <PublisherLine />
      <AccountMenu />
    </header>
  );
}
