import { wallTimeOf } from '@mobilise/contracts/time';
import { useSyncExternalStore } from 'react';

function everyMinute(listener: () => void): () => void {
  let timer: number | undefined;
  const plan = () => {
    timer = window.setTimeout(
      () => {
        listener();
        plan();
      },
      60_000 - (Date.now() % 60_000) + 20,
    );
  };
  plan();
  // A computer that slept wakes with the page in view.
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** The present wall time in a zone, to the minute; follows the clock. */
export function useWallNow(zone: string): string {
  return useSyncExternalStore(everyMinute, () => wallTimeOf(new Date(), zone));
}

/** Whether a zone is not the one this browser keeps. */
export function isForeign(zone: string): boolean {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone !== zone;
}

/** `Europe/London` without the underscores of the tz database. */
export const sayZone = (zone: string) => zone.replaceAll('_', ' ');
