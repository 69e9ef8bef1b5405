import { useLocation } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from '../ui/dialog.tsx';
import { AccountMenu } from './account-menu.tsx';
import { PlaceLink } from './place-link.tsx';
import { places } from './places.ts';
import { PublisherLine } from './publisher-line.tsx';
import { useSignals } from './signals.ts';
import { WorkspaceMenu } from './workspace-menu.tsx';

/** The desk's lower edge on a phone. */
export function BottomBar() {
  const signals = useSignals();
  const [isOpen, setOpen] = useState(false);
  const here = useLocation().pathname.split('/')[3];
  const isHere = here === 'publisher' || places.some(({ path, first }) => !first && path === here);
  const rest = places.filter(({ first }) => !first);
  const hidden = rest.map(({ path }) => signals[path]?.words).filter((words) => words !== undefined);
  return (
    <nav
      aria-label="Workspace"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-sunk pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      {places
        .filter(({ first }) => first)
        .map((place) => (
          <PlaceLink key={place.path} place={place} signal={signals[place.path]} look="column" />
        ))}
      <Button
        onPress={() => setOpen(true)}
        {...(isHere && { 'aria-current': 'page' })}
        className="relative flex h-15 grow basis-0 flex-col items-center justify-center gap-0.5 text-small aria-[current]:font-semibold aria-[current]:text-accent"
      >
        <Ellipsis aria-hidden className="size-5" />
        More
        {hidden.length > 0 && (
          <>
            <span
              aria-hidden
              className="absolute top-1 left-1/2 ml-1.5 grid size-4.5 place-items-center rounded-full border border-wait bg-wait-soft text-small font-semibold text-wait"
            >
              !
            </span>
            <span className="sr-only">, {hidden.join(', ')}</span>
          </>
        )}
      </Button>
      <Dialog title="More" isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="flex flex-col gap-3">
          <ul className="flex flex-col">
            {rest.map((place) => (
              <li key={place.path}>
                <PlaceLink place={place} signal={signals[place.path]} look="row" onClick={() => setOpen(false)} />
              </li>
            ))}
          </ul>
          <PublisherLine onLeave={() => setOpen(false)} />
          <div className="border-t border-line pt-2">
            <WorkspaceMenu />
            <AccountMenu />
          </div>
        </div>
      </Dialog>
    </nav>
  );
}
